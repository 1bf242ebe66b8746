using System.Collections.Immutable;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>
/// A call, one that is deferred, or one that starts a goroutine. The first operand is what is called, the others are the
/// arguments, the receiver of a method first, the variadic ones packed into a slice.
/// </summary>
public sealed class SsaCall : SsaInstruction
{
    internal SsaCall(SsaOp op, SsaCallKind kind, Func? method, Signature? signature, GoType type, CallExpr call,
        params SsaValue[] operands)
        : base(op, type, call, operands)
    {
        Kind = kind;
        Method = method;
        Signature = signature;
    }

    /// <summary>How it finds what it calls.</summary>
    public SsaCallKind Kind { get; }

    /// <summary>
    /// The declared function, the method, or the interface's method; null for calls of function values and of built-in
    /// functions.
    /// </summary>
    public Func? Method { get; }

    /// <summary>The signature, without the receiver; null if that is not known, and for built-in functions.</summary>
    public Signature? Signature { get; }

    /// <summary>The call's syntax.</summary>
    public CallExpr Call => (CallExpr)Syntax!;

    /// <summary>What is called; of an interface's method an <see cref="SsaFunctionReference"/> to that.</summary>
    public SsaValue Callee => OperandArray[0];

    /// <summary>The built-in function, or null.</summary>
    public BuiltinId? Builtin => (Callee as SsaBuiltin)?.Builtin.BuiltinId;

    /// <summary>
    /// What the call means to goroutines if it is one of the standard library's operations: locks, groups, contexts, timers.
    /// Deferred calls and those in goroutines of their own too. Where the package is not on disk this is <c>None</c>.
    /// </summary>
    public SsaConcurrency Concurrency => Method == null ? SsaConcurrency.None : SsaConcurrencyCalls.Of(Method);

    /// <summary>How many arguments there are, the receiver included.</summary>
    public int ArgumentCount => OperandArray.Length - 1;

    /// <summary>The arguments, the receiver first.</summary>
    public ImmutableArray<SsaValue> Arguments => [.. OperandArray.AsSpan(1)];

    /// <summary>An argument; the receiver of a method is the first one.</summary>
    public SsaValue Argument(int index) => OperandArray[index + 1];
}
