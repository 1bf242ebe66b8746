namespace Unpark.Explorer;

/// <summary>A call of a function that the explorer has itself.</summary>
/// <param name="interpreter">Who calls.</param>
/// <param name="site">How.</param>
/// <param name="arguments">The arguments, the receiver first.</param>
/// <param name="instruction">The call.</param>
internal sealed class IntrinsicCall(Interpreter interpreter, CallSite site, Value[] arguments, Instruction instruction)
{
    public Interpreter Machine { get; } = interpreter;

    public CallSite Site { get; } = site;

    public Value[] Arguments { get; } = arguments;

    public Instruction Instruction { get; } = instruction;

    /// <summary>True if the goroutine now stands before an operation instead.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>True if the goroutine's stack is no longer what it was: the call gives nothing by itself.</summary>
    public bool HasLeft { get; set; }

    /// <summary>A result of which nothing is known.</summary>
    public Value Unknown() => Machine.UnknownCall(Site, Arguments);

    public Value this[int index] => index < Arguments.Length ? Arguments[index] : default;
}
