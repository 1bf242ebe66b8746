using Unpark.Analysis.Goroutines;
using Unpark.Analysis.Obligations;
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
            if (name.Name == "NotifyContext")
            {
                return Callees.IsPackageFunction(file, call, "os/signal", name.Name) ? source : null;
            }

            if (Callees.IsPackageFunction(file, call, "context", name.Name)
                || Callees.IsPackageFunction(file, call, "golang.org/x/net/context", name.Name))
            {
                return source;
            }
        }

        if (name.Name == "WithContext" && Callees.IsPackageFunction(file, call, "golang.org/x/sync/errgroup", name.Name))
        {
            return ErrorGroup;
        }

        return file.UseOf(name) is not Func callee ? null
            : package.FunctionOf(callee) is { } body ? Helper(body, name.Name)
            : callee.Package != package.Package.Package && callee.Package?.Path != "context" ? Foreign(callee)
            : null;
    }

    // Until Wait, or an error of one of its functions, the context of a group is not cancelled.
    private static CancelSource ErrorGroup { get; } =
        new("errgroup.WithContext", 0, false, "group", "its context stays registered with its parent")
        {
            Method = "Wait",
            IsForeign = true,
        };

    // A function of another package that returns a context with its cancel function, as package context has it.
    private static CancelSource? Foreign(Func callee)
    {
        var results = callee.Signature.Results.Vars;
        if (results.IsDefaultOrEmpty || !results.Any(r => ContextScope.IsContext(r.Type)))
        {
            return null;
        }

        for (var i = 0; i < results.Length; i++)
        {
            var takesCause = GoTypes.IsNamed(results[i].Type, "context", "CancelCauseFunc");
            if (takesCause || GoTypes.IsNamed(results[i].Type, "context", "CancelFunc"))
            {
                return new CancelSource($"{callee.Package?.Name}.{callee.Name}", i, takesCause, "cancel", "the context stays registered with its parent")
                {
                    MayBeNil = true,
                    IsForeign = true,
                };
            }
        }

        return null;
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
                var isPlain = !takesCause && GoTypes.Unalias(results[i].Type) is not NamedType { Obj.Name: "CancelFunc" };
                if (isPlain && GoTypes.Unalias(results[i].Type) is not Signature { Params.Length: 0, Results.Length: 0 })
                {
                    continue;
                }

                foreach (var call in function.Calls)
                {
                    if (Of(function.File, call) is { } inner && (!isPlain || Returns(function, i, call, inner)))
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

    // return ctx, cancel or return ctx, func() { cancel() }: the result is the cancel function, by another type.
    private static bool Returns(FlowFunction function, int index, CallExpr call, CancelSource source)
    {
        if (ResultUse.Of(function, call, source.Result).ToVariable(function, call) is not { Variable: var cancel })
        {
            return false;
        }

        // Where it returns nothing to call, it returns an error instead.
        var found = false;
        foreach (var statement in NodeSearch.All<ReturnStmt>(function.Body, literals: false))
        {
            if (index >= statement.Results.Length)
            {
                return false;
            }

            var result = Callees.Unparen(statement.Results[index]);
            var isCancel = result is Ident or FuncLit && NodeSearch.Names(function.File, result, cancel);
            if (!isCancel && !function.File.TypeOf(result).IsNil)
            {
                return false;
            }

            found |= isCancel;
        }

        return found;
    }
}
