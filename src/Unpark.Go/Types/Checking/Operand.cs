using Unpark.Go.Constants;
using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>
/// What checking an expression gives on the way: go/types' operand. It is passed by reference and overwritten as the
/// expression around it is checked.
/// </summary>
/// <remarks>
/// Invariant outside of the method that is filling it: with <see cref="OperandMode.Unknown"/> the type is an
/// <see cref="UnknownType"/>, and with <see cref="OperandMode.Constant"/> there is a value.
/// </remarks>
internal struct Operand
{
    /// <summary>The constant's value; meaningful with <see cref="OperandMode.Constant"/> only.</summary>
    public ConstantValue? Val;

    /// <summary>The expression; null for the values of a call with several results.</summary>
    public Expr? Expr;

    private GoType? type;

    /// <summary>What the expression denotes.</summary>
    public OperandMode Mode;

    /// <summary>
    /// True for a value computed from unknown operands of which it may be that all are constants, so that it is one.
    /// </summary>
    public bool MayBeConstant;

    /// <summary>Which built-in function it is, with <see cref="OperandMode.Builtin"/>.</summary>
    public BuiltinId Id;

    /// <summary>The type.</summary>
    public GoType Type
    {
        readonly get => type ?? UnknownType.Instance;
        set => type = value;
    }

    /// <summary>False for an operand of which nothing can be told.</summary>
    public readonly bool IsValid => Mode != OperandMode.Unknown;

    /// <summary>True for the predeclared value nil, not yet converted.</summary>
    public readonly bool IsNil =>
        Mode == OperandMode.Value && type is BasicType { Kind: BasicKind.UntypedNil };

    /// <summary>True unless it is known not to be a constant.</summary>
    public readonly bool IsPossiblyConstant => MayBeConstant || Mode is OperandMode.Constant or OperandMode.Unknown;

    /// <summary>A computed value of a type.</summary>
    public static Operand ValueOf(GoType type, Expr? expr) =>
        new() { Mode = type is UnknownType ? OperandMode.Unknown : OperandMode.Value, Type = type, Expr = expr };

    /// <summary>Makes it an operand of which nothing can be told.</summary>
    public void Invalidate()
    {
        Mode = OperandMode.Unknown;
        if (type is not UnknownType)
        {
            type = UnknownType.Instance;
        }

        Val = null;
    }
}
