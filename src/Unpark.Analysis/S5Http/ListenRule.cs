using System.Collections.Immutable;
using System.Text;
using Unpark.Analysis.Fixes;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S5Http;

/// <summary>UP502: the functions of net/http that serve without a server to set timeouts on.</summary>
internal sealed class ListenRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP502", "listen-without-server", 5, RuleProfile.Leaks,
        "http.ListenAndServe and its like serve without any timeout: a silent client keeps a goroutine for ever.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        if (HttpServers.IsHttpItself(package))
        {
            return;
        }

        var isForTests = HttpServers.IsForTests(package);
        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (PackageContext.IsTest(function.File))
            {
                continue;
            }

            foreach (var call in function.Calls)
            {
                if (Callees.NameOf(call)?.Name is ("ListenAndServe" or "ListenAndServeTLS" or "Serve" or "ServeTLS") and var name
                    && Callees.IsPackageFunction(function.File, call, "net/http", name))
                {
                    var confidence = isForTests || ReachOf(function, call) != Reach.Network ? Confidence.Possible : Confidence.Proved;
                    package.Report(new Finding(Rule, confidence, SourceSpan.Of(function.File.Tree.File, call), function.Name,
                        $"http.{name} serves without timeouts: a client that sends nothing keeps a connection "
                        + "and its goroutine for ever", [], Fixes(function, call, name)));
                }
            }
        }
    }

    // Nobody but the machine's own programs can keep such a connection: the address of most profile servers.
    private static Reach ReachOf(FlowFunction function, CallExpr call) => call.Args is not [var first, ..] ? Reach.Network
        : Callees.NameOf(call)?.Name is "Serve" or "ServeTLS" ? ListenerReach.Of(function, first)
        : ListenerReach.OfAddress(function.Package, function.File, first);

    private static ImmutableArray<Fix> Fixes(FlowFunction function, CallExpr call, string name)
    {
        var file = function.File.Tree.File;
        if (call.Fun is not SelectorExpr { X: Ident package } || call.HasEllipsis
            || Imports.Use(function.File, call.Pos, "time") is not var (time, import))
        {
            return [];
        }

        string Argument(int index) => file.Text(call.Args[index].Pos, call.Args[index].End);
        var (address, handler, rest) = (name, call.Args.Length) switch
        {
            ("ListenAndServe", 2) => ((int?)0, 1, ""),
            ("ListenAndServeTLS", 4) => (0, 3, $"{Argument(1)}, {Argument(2)}"),
            ("Serve", 2) => (null, 1, Argument(0)),
            ("ServeTLS", 4) => (null, 1, $"{Argument(0)}, {Argument(2)}, {Argument(3)}"),
            _ => (null, -1, ""),
        };
        if (handler < 0)
        {
            return [];
        }

        var fields = new List<(string Key, string Value)>();
        if (address is { } at)
        {
            fields.Add(("Addr", OperatorSpacing.Text(file, call.Args[at], OperatorSpacing.Alone)));
        }

        if (!function.File.TypeOf(call.Args[handler]).IsNil)
        {
            fields.Add(("Handler", OperatorSpacing.Text(file, call.Args[handler], OperatorSpacing.Alone)));
        }

        fields.Add(("ReadHeaderTimeout", $"10 * {time}.Second"));
        var edits = ImmutableArray.CreateBuilder<TextEdit>();
        if (import != null)
        {
            edits.Add(import);
        }

        var statement = StatementBefore(function, call);
        if (statement != null && IsFree(function, statement.Pos, "server") && fields.TrueForAll(f => !f.Value.Contains('\n')))
        {
            var indent = SourceEdits.IndentAt(file, statement.Pos);
            var text = new StringBuilder($"server := &{package.Name}.Server{{\n");
            foreach (var (key, value) in fields)
            {
                text.Append(indent).Append('\t').Append(key).Append(':')
                    .Append(' ', "ReadHeaderTimeout".Length - key.Length + 1).Append(value).Append(",\n");
            }

            edits.Add(SourceEdits.InsertBefore(file, statement.Pos, text.Append(indent).Append('}').ToString()));
            edits.Add(new TextEdit(file, call.Pos, call.End, $"server.{name}({rest})"));
        }
        else
        {
            var literal = string.Join(", ", fields.ConvertAll(f => $"{f.Key}: {f.Value}"));
            edits.Add(new TextEdit(file, call.Pos, call.End, $"(&{package.Name}.Server{{{literal}}}).{name}({rest})"));
        }

        return [new Fix("Serve with an http.Server that has a ReadHeaderTimeout", true, edits.ToImmutable())];
    }

    // The statement in front of which the server can be made: nothing is evaluated between its beginning and the call.
    private static Stmt? StatementBefore(FlowFunction function, CallExpr call)
    {
        var file = function.File.Tree.File;
        for (Node? at = call, inner = call; at != null; inner = at, at = function.Parents.Of(at))
        {
            switch (at)
            {
                case CallExpr outer when outer == call:
                case ParenExpr:
                    continue;
                case CallExpr outer when outer.Args is [var first, ..] && first == inner
                    && outer.Fun is SelectorExpr { X: Ident } or Ident:
                    continue;
                case ExprStmt or ReturnStmt { Results.Length: 1 } or AssignStmt { Rhs.Length: 1 }:
                    var parent = function.Parents.Of(at);
                    var statement = parent is IfStmt { Init: var init } && init == at ? (Stmt)parent : (Stmt)at;
                    return function.Parents.Of(statement) is BlockStmt or CaseClause or CommClause
                        && SourceEdits.IsFirstOnLine(file, statement.Pos)
                        ? statement
                        : null;
                default:
                    return null;
            }
        }

        return null;
    }

    private static bool IsFree(FlowFunction function, int offset, string name) =>
        function.File.Scope.Innermost(offset).LookupParent(name, out _) == null;
}
