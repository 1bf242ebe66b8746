using Unpark.Go.Constants;

namespace Unpark.Go.Types;

/// <summary>What is known of an expression.</summary>
/// <param name="Mode">What the expression denotes.</param>
/// <param name="Type">Its type; null if nothing is known of the expression.</param>
/// <param name="Value">Its value if it is a constant.</param>
public readonly record struct TypeAndValue(OperandMode Mode, GoType? Type, ConstantValue? Value)
{
    /// <summary>True if something is known of the expression.</summary>
    public bool IsKnown => Mode != OperandMode.Unknown;

    /// <summary>True for a call of a function without results.</summary>
    public bool IsVoid => Mode == OperandMode.NoValue;

    /// <summary>True for a type.</summary>
    public bool IsType => Mode == OperandMode.TypeExpr;

    /// <summary>True for a built-in function.</summary>
    public bool IsBuiltin => Mode == OperandMode.Builtin;

    /// <summary>True for a value; built-in functions are none.</summary>
    public bool IsValue => Mode is OperandMode.Constant or OperandMode.Variable or OperandMode.MapIndex
        or OperandMode.Value or OperandMode.CommaOk or OperandMode.CommaErr;

    /// <summary>True for the predeclared value <c>nil</c>.</summary>
    public bool IsNil => Mode == OperandMode.Value && Type is BasicType { Kind: BasicKind.UntypedNil };

    /// <summary>True for what <c>&amp;</c> may be applied to (Go specification, "Address operators").</summary>
    public bool Addressable => Mode == OperandMode.Variable;

    /// <summary>True for what a value can be assigned to.</summary>
    public bool Assignable => Mode is OperandMode.Variable or OperandMode.MapIndex;

    /// <summary>True for what gives a second value, of type bool, where two are wanted.</summary>
    public bool HasOk => Mode is OperandMode.CommaOk or OperandMode.MapIndex;
}
