using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>A function value that is not nil. Immutable.</summary>
internal abstract class FunctionValue;

/// <summary>A function with a body, and what it captures.</summary>
internal sealed class CodeValue(CodeFunction code, Value[] captured) : FunctionValue
{
    public CodeFunction Code { get; } = code;

    /// <summary>The values of the free variables.</summary>
    public Value[] Captured { get; } = captured;

    public override string ToString() => Code.Name;
}

/// <summary>A declared function or method that is looked up when it is called.</summary>
internal sealed class DeclaredFunction(Func function, ImmutableTypes typeArgs, Signature? signature) : FunctionValue
{
    public Func Function { get; } = function;

    public ImmutableTypes TypeArgs { get; } = typeArgs;

    public Signature? Signature { get; } = signature;

    /// <summary>True of a method whose receiver is its first parameter.</summary>
    public bool IsMethodExpression { get; } = function.Signature.Recv != null
        && signature?.Params.Length == function.Signature.Params.Length + 1;

    public override string ToString() => Function.FullName;
}

/// <summary>A method with its receiver.</summary>
internal sealed class BoundMethod(FunctionValue method, Value receiver) : FunctionValue
{
    public FunctionValue Method { get; } = method;

    public Value Receiver { get; } = receiver;

    public override string ToString() => $"bound {Method}";
}

/// <summary>A function that the explorer has instead of Go source.</summary>
internal sealed class IntrinsicFunction(Intrinsic intrinsic, Value[] bound) : FunctionValue
{
    public Intrinsic Intrinsic { get; } = intrinsic;

    /// <summary>What comes before the arguments of a call.</summary>
    public Value[] Bound { get; } = bound;

    public override string ToString() => Intrinsic.Name;
}
