namespace Unpark.Analysis.Goroutines;

/// <summary>Where a context is from.</summary>
internal enum ScopedContextKind : byte
{
    /// <summary>A parameter or local variable.</summary>
    Variable,

    /// <summary>A field of the receiver.</summary>
    Field,

    /// <summary>The context of an HTTP request.</summary>
    Request,
}
