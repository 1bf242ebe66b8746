namespace Unpark.Explorer;

/// <summary>What the body of a range over a function is to that function: calling it goes on in the loop.</summary>
/// <param name="depth">The depth of the frame that has the loop.</param>
/// <param name="register">The register of that frame that holds the range.</param>
/// <param name="state">The address of what has become of the loop.</param>
internal sealed class YieldFunction(int depth, int register, Value state) : FunctionValue
{
    public int Depth { get; } = depth;

    public int Register { get; } = register;

    public Value State { get; } = state;

    public override string ToString() => "yield";
}
