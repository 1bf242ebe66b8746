namespace Unpark.Go.Types;

/// <summary>What an expression denotes, as go/types' addressing modes have it.</summary>
public enum OperandMode : byte
{
    /// <summary>It could not be told; what go/types calls an invalid operand.</summary>
    Unknown,

    /// <summary>A call of a function without results.</summary>
    NoValue,

    /// <summary>A built-in function.</summary>
    Builtin,

    /// <summary>A type.</summary>
    TypeExpr,

    /// <summary>A constant; its type is basic or has a basic underlying type.</summary>
    Constant,

    /// <summary>An addressable variable.</summary>
    Variable,

    /// <summary>A map index expression: not addressable, but assignable, and with a second value.</summary>
    MapIndex,

    /// <summary>A computed value.</summary>
    Value,

    /// <summary>A value that gives a second, boolean one where two are wanted.</summary>
    CommaOk,

    /// <summary>A call of a cgo function, which gives an error as its second value where two are wanted.</summary>
    CommaErr,

    /// <summary>A cgo function.</summary>
    CgoFunc,
}
