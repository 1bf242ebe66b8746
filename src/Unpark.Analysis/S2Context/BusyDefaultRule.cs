using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Analysis.Goroutines;
using Unpark.Analysis.S3Loops;
using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S2Context;

/// <summary>UP204: a default clause that makes a loop around a select spin.</summary>
internal sealed class BusyDefaultRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP204", "busy-default", 2, RuleProfile.Leaks,
        "A loop around a select spins: its default clause neither waits nor does anything.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (function.LoopStatements.IsEmpty || PackageContext.IsTest(function.File)
                || !function.Selects.Any(s => LoopSelects.DefaultOf(s) != null))
            {
                continue;
            }

            foreach (var loop in function.Loops)
            {
                if (SpinFinder.Find(loop) is { Default: { } clause } spin)
                {
                    Report(package, function, spin, clause);
                }
            }
        }
    }

    private void Report(PackageContext package, FlowFunction function, Spin spin, CommClause clause)
    {
        var file = function.File.Tree.File;
        var head = new SourceSpan(file, spin.Loop.Syntax.Pos, spin.Loop.HeadEnd);
        package.Report(new Finding(Rule, spin.Conditions.Count == 0 ? Confidence.Proved : Confidence.Likely,
            new SourceSpan(file, clause.Case, clause.Colon + 1), function.Name,
            "this default makes the loop spin: while no other case is ready it goes round at full speed",
            [new RelatedPlace(head, "the loop goes round from here without waiting")], Fixes(function, spin, clause)));
    }

    // Without the default the select waits; there must be nothing else that the rounds are for.
    private static ImmutableArray<Fix> Fixes(FlowFunction function, Spin spin, CommClause clause)
    {
        var file = function.File.Tree.File;
        if (spin.Loop.Body.List is not [SelectStmt { Body.List: { Length: > 1 } clauses }]
            || clause.Body is not ([] or [BranchStmt { Tok: TokenKind.Continue, Label: null }])
            || !SourceEdits.IsFirstOnLine(file, clause.Pos))
        {
            return [];
        }

        var start = SourceEdits.LineStart(file, clause.Pos);
        var next = clauses.IndexOf(clause) + 1;
        var end = SourceEdits.LineStart(file, next < clauses.Length ? clauses[next].Pos : spin.Loop.Body.List[0].End - 1);
        var behind = Math.Min(end, SourceEdits.LineEnd(file, clause.End));
        return SourceEdits.IsLastOnLine(file, clause.End) && file.Content[behind..end].Trim(" \t\r\n"u8).IsEmpty
            ? [new Fix("Remove the default, so that the select waits", true, [new TextEdit(file, start, end, "")])]
            : [];
    }
}
