namespace Unpark.Go.Types;

/// <summary>What a selector selects.</summary>
public enum SelectionKind : byte
{
    /// <summary><c>x.f</c>, a field of a struct.</summary>
    FieldVal,

    /// <summary><c>x.m</c>, a method of a value.</summary>
    MethodVal,

    /// <summary><c>T.m</c>, a method of a type: a function whose first parameter is the receiver.</summary>
    MethodExpr,
}
