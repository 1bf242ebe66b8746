using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>An operation of arithmetic, logic or comparison.</summary>
public sealed class SsaOperation : SsaInstruction
{
    internal SsaOperation(TokenKind operation, GoType type, Node? syntax, params SsaValue[] operands)
        : base(operands.Length == 1 ? SsaOp.Unary : SsaOp.Binary, type, syntax, operands)
    {
        Operator = operation;
    }

    /// <summary>The operator, never that of an assignment.</summary>
    public TokenKind Operator { get; }
}
