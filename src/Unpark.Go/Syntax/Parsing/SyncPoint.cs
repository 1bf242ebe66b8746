namespace Unpark.Go.Syntax;

/// <summary>Where parsing goes on after an error: at the first token that can start or end such a thing.</summary>
internal enum SyncPoint : byte
{
    /// <summary>The start of a statement.</summary>
    Statement,

    /// <summary>The start of a declaration.</summary>
    Declaration,

    /// <summary>The end of an expression.</summary>
    ExpressionEnd,
}
