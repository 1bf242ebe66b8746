namespace Unpark.Explorer.Judge;

/// <summary>What goroutines of a generated program share.</summary>
public enum ResourceKind
{
    Channel,

    /// <summary>A mutex with a number that it guards.</summary>
    Mutex,
    ReadWriteMutex,
    Group,
    Once,

    /// <summary>A condition variable with its lock and a flag.</summary>
    Cond,
    Number,
    Context,

    /// <summary>A channel of channels.</summary>
    Requests,
}
