namespace Unpark.Explorer;

/// <summary>An instruction panics.</summary>
internal sealed class GoPanicException : Exception
{
    /// <summary>A panic of the runtime itself.</summary>
    /// <param name="message">What the runtime says, without "runtime error: ".</param>
    /// <param name="kind">The type of the error.</param>
    public GoPanicException(string message, RuntimePanic kind = RuntimePanic.Error)
        : base(message)
    {
        Kind = kind;
        IsRuntimeError = true;
    }

    public GoPanicException(Value value)
        : base("panic")
    {
        Value = value;
    }

    public bool IsRuntimeError { get; }

    public RuntimePanic Kind { get; }

    public Value Value { get; }
}
