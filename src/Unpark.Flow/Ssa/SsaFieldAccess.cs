using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>A field of a struct, or its address.</summary>
public sealed class SsaFieldAccess : SsaInstruction
{
    internal SsaFieldAccess(SsaOp op, Var field, int index, Node? syntax, SsaValue of)
        : base(op, op == SsaOp.FieldAddress ? new PointerType(field.Type) : field.Type, syntax, of)
    {
        Field = field;
        Index = index;
    }

    /// <summary>The field, a copy if the struct is an instance (see <see cref="Var.Origin"/>).</summary>
    public Var Field { get; }

    /// <summary>The place in the struct, from 0.</summary>
    public int Index { get; }
}
