namespace Unpark.Flow;

/// <summary>The solution of a dataflow problem.</summary>
/// <typeparam name="TState">What is known at a place.</typeparam>
public sealed class DataflowResult<TState>
{
    private readonly TState[] near;
    private readonly TState[] far;

    internal DataflowResult(TState[] near, TState[] far)
    {
        this.near = near;
        this.far = far;
    }

    /// <summary>The state where facts enter the block: before its first node, or backward behind its last.</summary>
    public TState Before(FlowBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return near[block.Index];
    }

    /// <summary>The state where facts leave the block: behind its last node, or backward before its first.</summary>
    public TState After(FlowBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return far[block.Index];
    }
}
