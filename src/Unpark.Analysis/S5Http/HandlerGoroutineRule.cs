using System.Collections.Immutable;
using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S5Http;

/// <summary>UP505: a goroutine that a handler leaves behind with what is only good until it returns.</summary>
internal sealed class HandlerGoroutineRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP505", "goroutine-in-handler", 5, RuleProfile.Leaks,
        "A handler leaves a goroutine behind that uses the request, its context or its ResponseWriter.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        if (HttpServers.IsHttpItself(package))
        {
            return;
        }

        foreach (var (function, statement) in package.Flow.Spawns.Goes)
        {
            if (HandlerParameters.Of(function) is { } handler && !Stays(function, statement))
            {
                Check(package, function, statement, handler);
            }
        }
    }

    private void Check(PackageContext package, FlowFunction function, GoStmt statement, HandlerParameters handler)
    {
        var uses = new HandlerUses(function, handler, statement);
        if (uses.Find() is { } use)
        {
            package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(function.File.Tree.File, use.Place), function.Name,
                use.Message, [new RelatedPlace(new SourceSpan(function.File.Tree.File, statement.Go, statement.Go + 2),
                    "the goroutine starts here, and the handler does not wait for it")], []));
        }
        else if (package.Options.Profile >= RuleProfile.Strict && !PackageContext.IsTest(function.File)
            && !HasDeadline(function, statement) && MayTakeLong(function, statement))
        {
            Node place = statement.Call.Fun is FuncLit literal ? literal.Type : statement.Call;
            package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(function.File.Tree.File, place), function.Name,
                "the handler starts a goroutine that has no deadline: under load, slow ones pile up", [], [])
            {
                Profile = RuleProfile.Strict,
            });
        }
    }

    // The handler waits, streams, serves a hijacked connection, or talks with the goroutine by a pipe.
    private static bool Stays(FlowFunction function, GoStmt statement)
    {
        var file = function.File;
        return Waiting.Waits(file, function.Body, statement)
            || NodeSearch.Any(function.Body, node => node switch
            {
                ForStmt { Cond: null } loop => loop.Pos > statement.End || (loop.Pos < statement.Pos && loop.End > statement.End),
                CallExpr call => Callees.NameOf(call)?.Name is { } name && (name is "Hijack" or "Upgrade" or "Accept" or "Pipe"
                    || name.Contains("Serve", StringComparison.Ordinal) || name.Contains("Copy", StringComparison.Ordinal)),
                _ => false,
            }, literals: false)
            || file.Tree.File.Content.IndexOf("synctest"u8) >= 0;
    }

    private static bool HasDeadline(FlowFunction function, GoStmt statement) =>
        Waiting.HasDeadline(function.File, statement)
        || (function.Package.TargetOf(function.File, statement.Call) is { Object: not null } target
            && Waiting.HasDeadline(target.File, target.Body));

    // A goroutine that only computes ends by itself.
    private static bool MayTakeLong(FlowFunction function, GoStmt statement)
    {
        var body = function.Package.TargetOf(function.File, statement.Call);
        return body == null || body.Calls.Any(call => Callees.Of(body.File, call) is not (Builtin or TypeName)
            && Callees.FunctionOf(body.File, call)?.Package?.Path is not ("fmt" or "log" or "strings" or "time" or "sync"));
    }
}
