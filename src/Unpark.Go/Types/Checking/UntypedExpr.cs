using Unpark.Go.Constants;

namespace Unpark.Go.Types;

/// <summary>What is known of an expression that has no type yet. Source: go/types check.go, exprInfo.</summary>
/// <param name="Mode">What it denotes.</param>
/// <param name="Value">Its value if it is a constant.</param>
/// <param name="IsShiftOperand">True for the left operand of a shift by what is no constant: it must become an integer.</param>
internal readonly record struct UntypedExpr(OperandMode Mode, ConstantValue? Value, bool IsShiftOperand);
