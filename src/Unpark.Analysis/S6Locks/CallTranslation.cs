using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

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
        return ArgumentFor(paths, call, callee, key.Path.Root) is { } start ? key with { Path = key.Path.OnTopOf(start) } : null;
    }

    private static AccessPath? ArgumentFor(PathResolver paths, CallExpr call, FlowFunction callee, Var parameter)
    {
        if (callee.Syntax is FuncDecl { Recv: { List: [{ Names: [var self] }] } } && callee.File.DefOf(self) == parameter)
        {
            return Callees.Unparen(call.Fun) is SelectorExpr method ? paths.ReceiverOf(method) : null;
        }

        var index = 0;
        foreach (var field in callee.Type.Params.List)
        {
            foreach (var name in field.Names)
            {
                if (callee.File.DefOf(name) == parameter)
                {
                    return index < call.Args.Length && field.Type is not Ellipsis ? paths.Of(call.Args[index]) : null;
                }

                index++;
            }
        }

        return null;
    }
}
