namespace Unpark.Go.Syntax;

/// <summary>What a parse leaves out.</summary>
public sealed record ParseOptions
{
    /// <summary>Everything is parsed.</summary>
    public static ParseOptions Default { get; } = new();

    /// <summary>Bodies of function declarations are passed over: for packages of which only the declarations matter.</summary>
    public bool SkipFunctionBodies { get; init; }

    /// <summary>Comments are not kept; directives and build constraints still are.</summary>
    public bool SkipComments { get; init; }

    /// <summary>Parsing stops behind the imports.</summary>
    public bool ImportsOnly { get; init; }
}
