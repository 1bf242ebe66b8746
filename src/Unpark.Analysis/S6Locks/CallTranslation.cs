using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S6Locks;

/// <summary>Names a lock of a called function as its caller names it.</summary>
internal static class CallTranslation
{
    /// <summary>The lock as the caller names it; null if it cannot.</summary>
    public static LockKey? Translate(PathResolver paths, CallExpr call, FlowFunction callee, LockKey key)
    {
        if (key.Path.IsGlobal)
        {
            return key;
        }

        // Paths that begin with a parameter are continued from the argument.
        return paths.ArgumentOf(call, callee, key.Path.Root) is { } start ? key with { Path = key.Path.OnTopOf(start) } : null;
    }
}
