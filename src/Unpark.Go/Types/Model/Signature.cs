using System.Collections.Immutable;

namespace Unpark.Go.Types;

/// <summary>A function or method type. The receiver is not part of the identity.</summary>
public sealed class Signature : GoType
{
    /// <summary>Makes a signature.</summary>
    public Signature(Var? recv, ImmutableArray<TypeParam> recvTypeParams, ImmutableArray<TypeParam> typeParams,
        TupleType parameters, TupleType results, bool variadic)
    {
        Recv = recv;
        RecvTypeParams = recvTypeParams.IsDefault ? [] : recvTypeParams;
        TypeParams = typeParams.IsDefault ? [] : typeParams;
        Params = parameters;
        Results = results;
        Variadic = variadic;
    }

    /// <summary>The receiver of a method, or null.</summary>
    public Var? Recv { get; }

    /// <summary>The type parameters that the receiver of a method of a generic type declares.</summary>
    public ImmutableArray<TypeParam> RecvTypeParams { get; }

    /// <summary>The function's own type parameters; since Go 1.27 a method may have some.</summary>
    public ImmutableArray<TypeParam> TypeParams { get; }

    /// <summary>The parameters; the last of a variadic function has a slice type (or is a string, for append's special case).</summary>
    public TupleType Params { get; }

    /// <summary>The results.</summary>
    public TupleType Results { get; }

    /// <summary>True for a variadic function.</summary>
    public bool Variadic { get; }

    /// <inheritdoc/>
    public override GoType Underlying => this;
}
