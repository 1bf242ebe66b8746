using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S2Context;

/// <summary>Recognises the calls that give a cancel function.</summary>
internal sealed class CancelSources
{
    private readonly FlowPackage package;
    private readonly Dictionary<FlowFunction, CancelSource?> helpers = [];

    public CancelSources(FlowPackage package)
    {
        this.package = package;
    }

    /// <summary>The source a call is of: a function of package context or os/signal, or a helper that hands one on.</summary>
    public CancelSource? Of(TypedFile file, CallExpr call)
    {
        if (Callees.NameOf(call) is not { } name)
        {
            return null;
        }

        if (Standard(name.Name) is { } source)
        {
            var path = name.Name == "NotifyContext" ? "os/signal" : "context";
            return Callees.IsPackageFunction(file, call, path, name.Name) ? source : null;
        }

        return file.UseOf(name) is Func callee && package.FunctionOf(callee) is { } body ? Helper(body, name.Name) : null;
    }

    private static CancelSource? Standard(string name) => name switch
    {
        "WithCancel" => new("context.WithCancel", 1, false, "cancel", "the context stays registered with its parent"),
        "WithCancelCause" =>
            new("context.WithCancelCause", 1, true, "cancel", "the context stays registered with its parent"),
        "WithTimeout" or "WithTimeoutCause" or "WithDeadline" or "WithDeadlineCause" =>
            new("context." + name, 1, false, "cancel", "the context and its timer stay until the deadline")
            {
                HasDeadline = true,
            },
        "NotifyContext" => new("signal.NotifyContext", 1, false, "stop", "the context stays registered for the signals"),
        _ => null,
    };

    // A function of the package that returns a context.CancelFunc it has got from package context.
    private CancelSource? Helper(FlowFunction function, string name)
    {
        if (helpers.TryGetValue(function, out var known))
        {
            return known;
        }

        helpers.Add(function, null);
        CancelSource? found = null;
        if (function.Object?.Signature.Results.Vars is { IsDefaultOrEmpty: false } results)
        {
            for (var i = 0; i < results.Length && found == null; i++)
            {
                var takesCause = GoTypes.Unalias(results[i].Type) is NamedType { Obj: { Name: "CancelCauseFunc" } };
                if (!takesCause && GoTypes.Unalias(results[i].Type) is not NamedType { Obj.Name: "CancelFunc" })
                {
                    continue;
                }

                foreach (var call in function.Calls)
                {
                    if (Of(function.File, call) is { } inner)
                    {
                        found = new CancelSource(name, i, takesCause, inner.Variable, inner.Consequence)
                        {
                            HasDeadline = inner.HasDeadline,
                            MayBeNil = true,
                        };
                        break;
                    }
                }
            }
        }

        helpers[function] = found;
        return found;
    }
}
