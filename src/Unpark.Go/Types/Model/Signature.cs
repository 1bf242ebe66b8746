using System.Collections.Immutable;

namespace Unpark.Go.Types;

/// <summary>A function or method type. The receiver is not part of the identity.</summary>
public sealed class Signature : GoType
{
    private Signature? methodValueType;

    /// <summary>Makes a signature.</summary>
    internal Signature(Var? recv, ImmutableArray<TypeParam> recvTypeParams, ImmutableArray<TypeParam> typeParams,
        TupleType parameters, TupleType results, bool variadic)
    {
        Recv = recv;
        RecvTypeParams = recvTypeParams.IsDefault ? [] : recvTypeParams;
        TypeParams = typeParams.IsDefault ? [] : typeParams;
        Params = parameters;
        Results = results;
        Variadic = variadic;
    }

    /// <summary>The type of a function without parameters and results.</summary>
    public static Signature Empty { get; } = new(null, [], [], TupleType.Empty, TupleType.Empty, false);

    /// <summary>The receiver of a method, or null.</summary>
    public Var? Recv { get; }

    /// <summary>The type parameters that the receiver of a method of a generic type declares.</summary>
    public ImmutableArray<TypeParam> RecvTypeParams { get; }

    /// <summary>The function's own type parameters; since Go 1.27 a method may have some.</summary>
    public ImmutableArray<TypeParam> TypeParams { get; }

    /// <summary>
    /// The parameters; the last of a variadic function has a slice type (or is a string, for append's special case).
    /// </summary>
    public TupleType Params { get; }

    /// <summary>The results.</summary>
    public TupleType Results { get; }

    /// <summary>True for a variadic function.</summary>
    public bool Variadic { get; }

    /// <inheritdoc/>
    public override GoType Underlying => this;

    /// <summary>The type of a method value: the signature without its receiver. Always the same object.</summary>
    internal Signature MethodValueType => Recv == null && RecvTypeParams.Length == 0 ? this
        : methodValueType ?? Interlocked.CompareExchange(ref methodValueType, WithRecv(null), null) ?? methodValueType;

    /// <summary>
    /// The same signature with another receiver, or none, and without the receiver's type parameters.
    /// </summary>
    internal Signature WithRecv(Var? recv) => new(recv, [], TypeParams, Params, Results, Variadic);

    /// <summary>The same signature with other type parameters of its own.</summary>
    internal Signature WithTypeParams(ImmutableArray<TypeParam> typeParams) =>
        new(Recv, RecvTypeParams, typeParams, Params, Results, Variadic);
}
