using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S7Defers;

/// <summary>UP703: clean-up in a goroutine that may take for ever.</summary>
internal sealed class UnboundedCleanupRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP703", "unbounded-cleanup", 7, RuleProfile.Strict,
        "Clean-up runs in a goroutine without a deadline.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        foreach (var cleanup in AsyncCleanup.In(package.Flow))
        {
            package.Cancellation.ThrowIfCancellationRequested();
            var root = RootContext(cleanup);
            if ((root == null && GoInDeferRule.IsLost(cleanup)) || cleanup.Code().Any(c => Waiting.HasDeadline(c.File, c.Code)))
            {
                continue;
            }

            var file = cleanup.Function.File.Tree.File;
            var message = root != null
                ? "the clean-up runs in a goroutine under a context that never ends: if it hangs, it hangs for ever"
                : "the clean-up runs in a goroutine without a deadline: if it hangs, whoever waits for it hangs too";
            var statement = cleanup.Statement;
            var end = statement.Call.Fun is FuncLit literal ? literal.Type.End : statement.End;
            package.Report(new Finding(Rule, Confidence.Likely, new SourceSpan(file, statement.Pos, end), cleanup.Function.Name,
                message, [], root != null ? Fixes(cleanup, root) : []));
        }
    }

    // context.Background() as an argument of what the goroutine calls.
    private static CallExpr? RootContext(AsyncCleanup cleanup) =>
        (CallExpr?)NodeSearch.First(cleanup.Statement, n => n is CallExpr call && Waiting.IsRoot(cleanup.Function.File, call));

    private static ImmutableArray<Fix> Fixes(AsyncCleanup cleanup, CallExpr root)
    {
        var typed = cleanup.Function.File;
        var file = typed.Tree.File;
        if (Callees.Unparen(cleanup.Statement.Call.Fun) is not FuncLit { Body: { List: [var first, ..] } body }
            || root.Pos < body.Pos || !SourceEdits.IsFirstOnLine(file, first.Pos)
            || Callees.Unparen(root.Fun) is not SelectorExpr { X: Ident package }
            || NodeSearch.Any(body, n => n is Ident { Name: "ctx" or "cancel" })
            || Imports.Use(typed, root.Pos, "time") is not var (time, import))
        {
            return [];
        }

        var indent = SourceEdits.IndentAt(file, first.Pos);
        var start = SourceEdits.LineStart(file, first.Pos);
        var context = file.Text(root.Fun.Pos, root.Fun.End);
        var edits = ImmutableArray.CreateBuilder<TextEdit>();
        if (import != null)
        {
            edits.Add(import);
        }

        edits.Add(new TextEdit(file, start, start,
            $"{indent}ctx, cancel := {package.Name}.WithTimeout({context}(), 10*{time}.Second)\n{indent}defer cancel()\n"));
        edits.Add(new TextEdit(file, root.Pos, root.End, "ctx"));
        return [new Fix("Give the clean-up ten seconds", true, edits.ToImmutable())];
    }
}
