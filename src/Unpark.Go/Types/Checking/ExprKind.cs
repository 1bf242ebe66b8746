namespace Unpark.Go.Types;

/// <summary>What an expression is as a statement: only calls, receives and some built-ins are valid there.</summary>
internal enum ExprKind : byte
{
    /// <summary>A conversion.</summary>
    Conversion,

    /// <summary>Any other expression.</summary>
    Expression,

    /// <summary>An expression that may stand as a statement.</summary>
    Statement,
}
