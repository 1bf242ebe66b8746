using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>A step of a block of a function in SSA form, and the value it gives, if it gives one.</summary>
public class SsaInstruction : SsaValue
{
    private SsaBlock? block;

    internal SsaInstruction(SsaOp op, GoType type, Node? syntax, params SsaValue[] operands)
        : base(type)
    {
        Op = op;
        Syntax = syntax;
        OperandArray = operands;
    }

    /// <summary>What it does.</summary>
    public SsaOp Op { get; }

    /// <summary>The syntax it is made from; null for what no syntax stands for.</summary>
    public Node? Syntax { get; }

    /// <summary>What it works on; <see cref="SsaOp"/> says what each one is.</summary>
    public ImmutableArray<SsaValue> Operands => ImmutableCollectionsMarshal.AsImmutableArray(OperandArray);

    /// <summary>The block it is in.</summary>
    public SsaBlock Block
    {
        get => block!;
        internal set => block = value;
    }

    /// <summary>The number of its value in the function, from 0 without gaps; -1 if it gives none.</summary>
    public int Number { get; internal set; } = -1;

    /// <summary>True if there is a second result, which an instruction <see cref="SsaOp.Ok"/> takes.</summary>
    public bool HasOk { get; internal set; }

    /// <summary>True if it gives a value.</summary>
    public bool HasValue => Op is not (SsaOp.Store or SsaOp.MapUpdate or SsaOp.Send or SsaOp.Close or SsaOp.Go or SsaOp.Defer
        or SsaOp.RunDefers or SsaOp.RangeStop or >= SsaOp.Jump) && (Op != SsaOp.Call || Type is not TupleType { Length: 0 });

    /// <summary>True if it ends its block.</summary>
    public bool IsTerminator => Op >= SsaOp.Jump;

    /// <summary>
    /// True if it may panic of itself or by what it calls: calls, sends and closes, divisions, failing assertions, nil
    /// pointers, indices out of range.
    /// </summary>
    public bool MayPanic => Op switch
    {
        SsaOp.Call or SsaOp.RunDefers or SsaOp.Send or SsaOp.Close or SsaOp.Panic or SsaOp.MapUpdate or SsaOp.MakeChannel
            or SsaOp.MakeSlice or SsaOp.Slice or SsaOp.Range or SsaOp.RangeNext or SsaOp.RangeStop or SsaOp.Unknown or SsaOp.MethodValue
            or SsaOp.Go or SsaOp.Select => true,
        SsaOp.TypeAssert => !HasOk,
        SsaOp.Load or SsaOp.Store or SsaOp.FieldAddress => OperandArray[0] is not (SsaAlloc or SsaGlobal
            or SsaFreeVariable { IsByReference: true } or SsaInstruction { Op: SsaOp.FieldAddress or SsaOp.IndexAddress }),
        SsaOp.Index or SsaOp.IndexAddress => true,
        SsaOp.Binary => ((SsaOperation)this).Operator is TokenKind.Quo or TokenKind.Rem or TokenKind.Shl or TokenKind.Shr
            or TokenKind.Eql or TokenKind.Neq,
        SsaOp.Convert => Type.Underlying is ArrayType or PointerType,
        _ => false,
    };

    internal SsaValue[] OperandArray { get; private protected set; }

    /// <summary>The name of its value.</summary>
    public override string ToString() => Number >= 0 ? $"t{Number}" : Op.ToString().ToLowerInvariant();
}
