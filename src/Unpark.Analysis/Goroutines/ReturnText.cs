using Unpark.Flow;
using Unpark.Go.Types;

namespace Unpark.Analysis.Goroutines;

/// <summary>Writes the return statement with which a function gives up when a context is done.</summary>
internal static class ReturnText
{
    /// <summary>The statement; null if the function's results do not tell one.</summary>
    /// <param name="function">The function.</param>
    /// <param name="context">The context, as written.</param>
    public static string? Of(FlowFunction function, string context)
    {
        if (function.Type.Results is not { } results || results.List.IsEmpty)
        {
            return "return";
        }

        GoType? last = null;
        var values = new List<string>();
        foreach (var field in results.List)
        {
            var type = field.Type == null ? null : function.File.TypeOf(field.Type).Type;
            last = type;
            for (var i = 0; i < Math.Max(1, field.Names.Length); i++)
            {
                if (type == null || ZeroOf(type) is not { } zero)
                {
                    return null;
                }

                values.Add(zero);
            }
        }

        if (!GoTypes.IsError(last))
        {
            return null;
        }

        values[^1] = context + ".Err()";
        return "return " + string.Join(", ", values);
    }

    private static string? ZeroOf(GoType type) => type.Underlying switch
    {
        PointerType or SliceType or MapType or ChanType or Signature => "nil",
        InterfaceType when GoTypes.Unalias(type) is not TypeParam => "nil",
        BasicType basic when (basic.Info & BasicInfo.Numeric) != 0 => "0",
        BasicType basic when (basic.Info & BasicInfo.String) != 0 => "\"\"",
        BasicType basic when (basic.Info & BasicInfo.Boolean) != 0 => "false",
        _ => null,
    };
}
