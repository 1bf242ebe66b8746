using System.Collections.Immutable;
using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S5Http;

/// <summary>UP506: a server that nothing shuts down, or whose shutdown may take for ever.</summary>
internal sealed class GracefulShutdownRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP506", "no-graceful-shutdown", 5, RuleProfile.Strict,
        "An http.Server is served and never shut down, or is shut down without a limit on the time that may take.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        if (HttpServers.IsHttpItself(package))
        {
            return;
        }

        var serving = new List<(FlowFunction Function, CallExpr Call)>();
        var ends = false;
        foreach (var function in package.Flow.Functions)
        {
            if (PackageContext.IsTest(function.File))
            {
                continue;
            }

            foreach (var call in function.Calls)
            {
                switch (Callees.NameOf(call)?.Name)
                {
                    case "ListenAndServe" or "ListenAndServeTLS" or "Serve" or "ServeTLS" when IsOfServer(function, call):
                        serving.Add((function, call));
                        break;
                    case "Shutdown" when IsOfServer(function, call):
                        ends = true;
                        CheckShutdown(package, function, call);
                        break;
                    case "Close" when IsOfServer(function, call):
                        ends = true;
                        break;
                }
            }
        }

        if (!ends && serving.Count > 0 && !HandsServerOn(package.Flow))
        {
            foreach (var (function, call) in serving)
            {
                var name = Callees.NameOf(call)!.Name;
                package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(function.File.Tree.File, call), function.Name,
                    $"nothing in the package calls Shutdown or Close on the server that {name} runs: it stops in the middle "
                    + "of its requests, or never", [], []));
            }
        }
    }

    private void CheckShutdown(PackageContext package, FlowFunction function, CallExpr call)
    {
        if (call.Args is not [var context])
        {
            return;
        }

        var value = Callees.Unparen(context) is Ident name && function.File.UseOf(name) is Var variable
            ? function.Locals.Of(variable)?.OnlyValue
            : context;
        if (value != null && Waiting.IsRoot(function.File, value))
        {
            package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(function.File.Tree.File, call), function.Name,
                "Shutdown waits for every connection to become idle, and its context never ends: one slow client keeps the "
                + "process from stopping", [], []));
        }
    }

    private static bool IsOfServer(FlowFunction function, CallExpr call) =>
        Callees.Unparen(call.Fun) is SelectorExpr selector && function.File.UseOf(selector.Sel) switch
        {
            Func { IsMethod: true, Package.Path: "net/http" } method => Callees.ReceiverName(method) == "Server",
            UnknownObject { Owner: { ImportPath: "net/http", Name: "Server" } } => true,
            _ => false,
        };

    // A method value such as server.Shutdown, or a server that is kept where others can reach it.
    private static bool HandsServerOn(FlowPackage package)
    {
        foreach (var function in package.Functions)
        {
            if (function.Outer != null)
            {
                continue;
            }

            if (NodeSearch.Any(function.Body, node => node switch
            {
                SelectorExpr { Sel.Name: "Shutdown" or "Close" } selector =>
                    function.File.UseOf(selector.Sel) is Func { IsMethod: true, Package.Path: "net/http" } method
                    && Callees.ReceiverName(method) == "Server",
                ReturnStmt { Results: var results } => results.Any(r => HttpServers.IsServer(function.File.TypeOf(r).Type)),
                CallExpr call => call.Args.Any(a => HttpServers.IsServer(function.File.TypeOf(a).Type)),
                _ => false,
            }))
            {
                return true;
            }
        }

        return false;
    }
}
