using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S2Context;

/// <summary>Makes the case of a select leave the loop.</summary>
internal static class DoneFix
{
    /// <summary>The fix: a return where the loop is the last thing the function does, otherwise a labelled break.</summary>
    /// <param name="function">The function.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="clause">The case.</param>
    /// <param name="last">The break that ends the case, or null.</param>
    /// <param name="context">The context, as written.</param>
    public static ImmutableArray<Fix> Of(FlowFunction function, FunctionLoop loop, CommClause clause, BranchStmt? last, string context)
    {
        var file = function.File.Tree.File;
        if (last == null && clause.Body is [.., BranchStmt or ReturnStmt])
        {
            return [];
        }

        var edits = ImmutableArray.CreateBuilder<TextEdit>();
        string statement;
        var message = "Return when the context is done";
        if (function.Body.List is [.., var final] && Inner(final) == loop.Syntax && ReturnText.Of(function, context) is { } text)
        {
            statement = text;
        }
        else if (function.Parents.Of(loop.Syntax) is LabeledStmt { Label.Name: var label })
        {
            statement = "break " + label;
            message = "Leave the loop when the context is done";
        }
        else if (function.Parents.Of(loop.Syntax) is BlockStmt or CaseClause or CommClause && FreeLabel(function) is { } name
            && LabelBefore(file, loop.Syntax, name) is { } edit)
        {
            statement = "break " + name;
            message = "Leave the loop when the context is done";
            edits.Add(edit);
        }
        else
        {
            return [];
        }

        if (last != null)
        {
            edits.Add(new TextEdit(file, last.Pos, last.End, statement));
        }
        else if (clause.Body is [.., var end])
        {
            edits.Add(SourceEdits.InsertAfter(file, end, statement));
        }
        else
        {
            if (!SourceEdits.IsLastOnLine(file, clause.Colon + 1))
            {
                return [];
            }

            var at = SourceEdits.LineEnd(file, clause.Colon);
            edits.Add(new TextEdit(file, at, at, $"\n{SourceEdits.IndentAt(file, clause.Case)}\t{statement}"));
        }

        return [new Fix(message, true, edits.ToImmutable())];
    }

    /// <summary>A label for a loop of a function that has none of that name yet; null if the usual names are taken.</summary>
    public static string? FreeLabel(FlowFunction function)
    {
        var labels = new LabelSearch();
        labels.Visit(function.Body);
        foreach (var name in (ReadOnlySpan<string>)["loop", "wait", "outer"])
        {
            if (!labels.Names.Contains(name))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>Labels a statement as gofmt writes it: one step less indented.</summary>
    public static TextEdit? LabelBefore(SourceFile file, Stmt statement, string label)
    {
        var indent = SourceEdits.IndentAt(file, statement.Pos);
        if (!SourceEdits.IsFirstOnLine(file, statement.Pos) || indent.Length == 0 || indent[^1] != '\t')
        {
            return null;
        }

        var start = SourceEdits.LineStart(file, statement.Pos);
        return new TextEdit(file, start, start, $"{indent[..^1]}{label}:\n");
    }

    private static Stmt Inner(Stmt statement) => statement is LabeledStmt labelled ? Inner(labelled.Stmt) : statement;

    private sealed class LabelSearch : SyntaxVisitor
    {
        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

        public override void VisitLabeledStmt(LabeledStmt node)
        {
            Names.Add(node.Label.Name);
            base.VisitLabeledStmt(node);
        }
    }
}
