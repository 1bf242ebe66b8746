using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S2Context;

/// <summary>UP206: an HTTP client without a limit on the time that a request takes.</summary>
internal sealed class ClientTimeoutRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP206", "client-without-timeout", 2, RuleProfile.Leaks,
        "A request without a timeout: a server that does not answer keeps the goroutine for ever.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        if (package.Package.Package.Path.StartsWith("net/http", StringComparison.Ordinal))
        {
            return;
        }

        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (PackageContext.IsTest(function.File) || (!ContextScope.Imports(function.File, "net/http") && !ContextScope.Imports(function.File, "net")))
            {
                continue;
            }

            foreach (var call in function.Calls)
            {
                if (Callees.NameOf(call)?.Name is ("Get" or "Head" or "Post" or "PostForm") and var name
                    && Callees.IsPackageFunction(function.File, call, "net/http", name) && !IsToItself(function.File, call))
                {
                    CheckDefault(package, function, call, name);
                }
            }

            foreach (var literal in function.Composites)
            {
                CheckLiteral(package, function, literal);
            }
        }
    }

    private void CheckDefault(PackageContext package, FlowFunction function, CallExpr call, string name)
    {
        var inGoroutine = package.Flow.Goroutines.Of(function).Count > 0 && !Lifetimes.IsForTheProcess(function);
        package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(function.File.Tree.File, call), function.Name,
            inGoroutine
                ? $"http.{name} has no timeout: a server that does not answer keeps this goroutine for ever"
                : $"http.{name} has no timeout: a server that does not answer blocks the caller for ever", [], [])
        {
            Profile = inGoroutine ? RuleProfile.Leaks : RuleProfile.Strict,
        });
    }

    private void CheckLiteral(PackageContext package, FlowFunction function, CompositeLit literal)
    {
        var type = function.File.TypeOf(literal).Type;
        string key;
        string message;
        if (GoTypes.IsNamed(type, "net/http", "Client"))
        {
            // A request with a context may have its deadline there.
            if (Calls(function, "NewRequestWithContext") || Calls(function, "WithContext"))
            {
                return;
            }

            key = "Timeout";
            message = "this http.Client has no Timeout: a server that does not answer blocks its caller for ever";
        }
        else if (GoTypes.IsNamed(type, "net", "Dialer") && Calls(function, "Dial"))
        {
            key = "Timeout";
            message = "this net.Dialer has no Timeout: a host that does not answer blocks Dial until the system gives up";
        }
        else
        {
            return;
        }

        if (literal.Elts is [not KeyValueExpr, ..] || literal.Elts.Any(e => e is KeyValueExpr { Key: Ident { Name: "Timeout" or "Deadline" } })
            || SetsTimeout(function))
        {
            return;
        }

        package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(function.File.Tree.File, literal), function.Name, message, [],
            Fixes(function, literal, key))
        {
            Profile = RuleProfile.Strict,
        });
    }

    private static bool IsToItself(TypedFile file, CallExpr call) =>
        call.Args is [var url, ..] && file.TypeOf(url).Value?.ToString() is { } text
        && (text.Contains("localhost", StringComparison.Ordinal) || text.Contains("127.0.0.1", StringComparison.Ordinal));

    private static bool Calls(FlowFunction function, string name) => function.Calls.Any(c => Callees.NameOf(c)?.Name == name);

    private static bool SetsTimeout(FlowFunction function)
    {
        var search = new TimeoutSearch();
        search.Visit(function.Body);
        return search.Found;
    }

    private static ImmutableArray<Fix> Fixes(FlowFunction function, CompositeLit literal, string key)
    {
        if (Imports.Use(function.File, literal.Pos, "time") is not var (time, import))
        {
            return [];
        }

        var edits = CompositeEdits.AddField(function.File.Tree.File, literal, key, $"30 * {time}.Second");
        return [new Fix("Set a Timeout", false, import != null ? [import, .. edits] : edits)];
    }

    private sealed class TimeoutSearch : SyntaxVisitor
    {
        public bool Found { get; private set; }

        public override void VisitAssignStmt(AssignStmt node)
        {
            Found |= node.Lhs.Any(l => Callees.Unparen(l) is SelectorExpr { Sel.Name: "Timeout" or "Deadline" });
            base.VisitAssignStmt(node);
        }
    }
}
