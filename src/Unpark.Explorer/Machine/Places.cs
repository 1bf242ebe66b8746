using Unpark.Flow;

namespace Unpark.Explorer;

/// <summary>Where instructions stand in the source.</summary>
internal static class Places
{
    /// <summary><c>file:line</c>, or the function's name if nothing in the source stands for the instruction.</summary>
    public static string Of(SsaInstruction instruction)
    {
        var function = instruction.Block.Function;
        return function.File is { } file && instruction.Syntax is { } syntax
            ? $"{Path.GetFileName(file.Tree.File.Path)}:{file.Tree.File.PositionOf(syntax.Pos).Line}"
            : function.Name;
    }
}
