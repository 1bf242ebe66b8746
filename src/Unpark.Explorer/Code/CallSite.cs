using Unpark.Flow;
using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>What a call says of what it calls.</summary>
internal sealed class CallSite
{
    public required SsaCallKind Kind { get; init; }

    public BuiltinId? Builtin { get; init; }

    /// <summary>The function or method that is called; of an interface's method that of the interface.</summary>
    public Func? Method { get; init; }

    public ImmutableTypes TypeArgs { get; init; }

    /// <summary>True if which method is called depends on the value in the first argument.</summary>
    public bool IsDynamic { get; init; }

    /// <summary>The types of the arguments, the receiver first.</summary>
    public RuntimeType[] ArgumentTypes { get; init; } = [];

    /// <summary>What it gives: a tuple unless that is one value.</summary>
    public required GoType Result { get; init; }

    /// <summary>What is called, once that is known.</summary>
    public FunctionValue? Resolved { get; set; }
}
