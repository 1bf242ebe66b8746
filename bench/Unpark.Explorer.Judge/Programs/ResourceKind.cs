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

    /// <summary>A variable with a lock that guards it; its size is the form, see <see cref="ProgramWriter"/>.</summary>
    Variable,

    /// <summary>A sync.Map of which one key is used.</summary>
    Map,
    Timer,
    Ticker,

    /// <summary>
    /// A function of sync.OnceFunc, which sends to its parent (size 0), closes it (1), receives from it (2) or panics (3); or of
    /// sync.OnceValue, whose value it receives (4).
    /// </summary>
    OnceFunction,
}
