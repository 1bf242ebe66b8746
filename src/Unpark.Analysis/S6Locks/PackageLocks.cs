using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>What the functions of a package do to locks, worked out when asked and kept.</summary>
internal sealed class PackageLocks
{
    private const int MaxDepth = 24;
    private const int MaxCallers = 3;
    private readonly Dictionary<FlowFunction, FunctionLocks> functions = [];
    private readonly Dictionary<FlowFunction, LockSummary> summaries = [];
    private readonly Dictionary<FlowFunction, bool> touching = [];
    private readonly HashSet<FlowFunction> inProgress = [];
    private bool? takesLocks;
    private bool? hasWeighted;
    private ChannelSemaphores? semaphores;
    private int depth;

    public PackageLocks(FlowPackage package)
    {
        Package = package;
    }

    /// <summary>The package.</summary>
    public FlowPackage Package { get; }

    /// <summary>True if a method that is named like a lock's is called: a quick test before anything else is asked.</summary>
    public bool TakesLocks => takesLocks ??= Package.Functions.Any(f => f.Calls.Any(call =>
        Callees.NameOf(call) is { } name && LockMethods.IsName(name.Name)));

    /// <summary>True if the package has semaphores: a quick test too.</summary>
    public bool HasSemaphores => HasWeighted || Semaphores.Any;

    /// <summary>The channels that are semaphores.</summary>
    public ChannelSemaphores Semaphores => semaphores ??= new ChannelSemaphores(Package);

    private bool HasWeighted => hasWeighted ??= SemaphoreMethods.IsImported(Package);

    /// <summary>What happens to locks in a function.</summary>
    public FunctionLocks Of(FlowFunction function)
    {
        if (!functions.TryGetValue(function, out var locks))
        {
            inProgress.Add(function);
            locks = new FunctionLocks(this, function);
            inProgress.Remove(function);
            functions.Add(function, locks);
        }

        return locks;
    }

    /// <summary>What calling a function does to locks. A function that calls itself adds nothing by that.</summary>
    public LockSummary SummaryOf(FlowFunction function)
    {
        if (summaries.TryGetValue(function, out var summary))
        {
            return summary;
        }

        if (!Touches(function) || depth == MaxDepth || inProgress.Contains(function))
        {
            return LockSummary.Nothing;
        }

        summaries.Add(function, LockSummary.Nothing);
        depth++;
        summary = Of(function).Summarize();
        depth--;
        summaries[function] = summary;
        return summary;
    }

    /// <summary>True if the function, or one of the package it calls, calls a method that is named like a lock's.</summary>
    public bool Touches(FlowFunction function)
    {
        if (touching.TryGetValue(function, out var touches))
        {
            return touches;
        }

        touching.Add(function, false);
        touches = Semaphores.AreUsedIn(function);
        foreach (var call in function.Calls)
        {
            if (Callees.NameOf(call) is { } name && (LockMethods.IsName(name.Name)
                || (HasWeighted && SemaphoreMethods.IsName(name.Name))
                || (function.File.UseOf(name) is Func callee && Package.FunctionOf(callee) is { } body && Touches(body))))
            {
                touches = true;
                break;
            }
        }

        foreach (var literal in function.Literals)
        {
            touches |= Touches(literal);
        }

        touching[function] = touches;
        return touches;
    }

    /// <summary>
    /// True if somewhere in the package a lock that is the same field, or the same variable, is given back by other code
    /// than that which took it: by a function for its caller, a function literal, a method value.
    /// </summary>
    public bool IsReleasedApart(LockKey key)
    {
        foreach (var function in Package.Functions)
        {
            if (Touches(function) && Of(function).ReleasesApart(key))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// True if a lock that a function returns with may be given back by who called it: by a caller in the package, by a
    /// caller of that one and so on a few times, or, if callers outside of the package are possible, by means of something they can call.
    /// </summary>
    public bool IsReleasedForCallersOf(FlowFunction function, LockKey key)
    {
        var calls = Package.CallGraph;
        var isOpen = calls.IsOpen(function);
        var seen = new HashSet<FlowFunction> { function };
        var level = new List<FlowFunction>(seen);
        for (var depth = 0; depth < MaxCallers && level.Count > 0; depth++)
        {
            var next = new List<FlowFunction>();
            foreach (var callee in level)
            {
                foreach (var (caller, _) in calls.CallersOf(callee))
                {
                    if (Releases(caller, callee, key))
                    {
                        return true;
                    }

                    isOpen |= calls.IsOpen(caller.Root);
                    if (seen.Add(caller.Root))
                    {
                        next.Add(caller.Root);
                    }
                }
            }

            level = next;
        }

        return isOpen && Package.Functions.Any(f => f != function && Touches(f) && Of(f).GivesBack(key)
            && (calls.IsOpen(f) || calls.CallersOf(f).Any(c => !Takes(c.Caller, f, key))));
    }

    // Whoever takes such a lock itself gives back what it took.
    private bool Takes(FlowFunction function, FlowFunction releaser, LockKey key) =>
        Of(function).Takes(key) || function.Calls.Any(call => Callees.FunctionOf(function.File, call) is { } named
            && Package.FunctionOf(named) is { } other && other != releaser && Touches(other) && Of(other).Takes(key));

    // A literal in a function is part of what the function does.
    private bool Releases(FlowFunction caller, FlowFunction callee, LockKey key)
    {
        for (var at = caller; at != null; at = at.Outer)
        {
            if (Of(at).ReleasesAfter(callee, key) || (at != caller && Of(at).GivesBack(key))
                || CallsReleaser(at, callee, key))
            {
                return true;
            }
        }

        return false;
    }

    // lockAll(); defer unlockAll(): the locks have no names here.
    private bool CallsReleaser(FlowFunction caller, FlowFunction callee, LockKey key) =>
        caller.Calls.Any(call => Callees.FunctionOf(caller.File, call) is { } named
            && Package.FunctionOf(named) is { } other && other != callee && Touches(other) && Of(other).GivesBack(key));

    /// <summary>
    /// True if some function gives the lock back at all: one that nobody ever gives back is a gate that is closed once.
    /// </summary>
    public bool IsReleasedSomewhere(LockKey key)
    {
        foreach (var function in Package.Functions)
        {
            if (Touches(function))
            {
                var here = Of(function);
                foreach (var other in here.AllKeys)
                {
                    if (AreAlike(other, key)
                        && here.EventsOf(other).Any(e => e.Kind is LockEventKind.Release or LockEventKind.DeferRelease))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    /// <summary>True if both keys may mean the same lock of different objects: they end with the same field or variable.</summary>
    public static bool AreAlike(LockKey x, LockKey y)
    {
        if (x.IsRead != y.IsRead || x.IsCounted != y.IsCounted)
        {
            return false;
        }

        if (x.Path.Equals(y.Path))
        {
            return true;
        }

        for (int i = x.Path.Steps.Length, j = y.Path.Steps.Length; i > 0 && j > 0; i--, j--)
        {
            if (x.Path.Steps[i - 1] is { IsIndex: false } a && y.Path.Steps[j - 1] is { IsIndex: false } b)
            {
                return ReferenceEquals(a.Key, b.Key);
            }

            if (!x.Path.Steps[i - 1].IsIndex || !y.Path.Steps[j - 1].IsIndex)
            {
                return false;
            }
        }

        return false;
    }
}
