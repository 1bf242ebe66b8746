using System.Collections.Immutable;
using System.Text;
using Unpark.Analysis.Fixes;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>Mends a send that nothing may receive: room in the channel, or a select with the context.</summary>
internal static class UndrainedFix
{
    /// <summary>The fixes, the best first.</summary>
    public static ImmutableArray<Fix> For(UndrainedChannel undrained, DrainLeak? leak)
    {
        var fixes = ImmutableArray.CreateBuilder<Fix>();
        if (Capacity(undrained) is { } capacity)
        {
            fixes.Add(capacity);
        }

        if (leak?.Alternative is { } clause && Select(undrained, clause, fixes.Count == 0) is { } select)
        {
            fixes.Add(select);
        }

        return fixes.ToImmutable();
    }

    /// <summary>Room for all that is sent, if it is known how much that is.</summary>
    public static Fix? Capacity(UndrainedChannel undrained)
    {
        var total = undrained.Senders.Total;
        if (total == SendCount.Many || undrained.Channel.Make.Value is not CallExpr make
            || undrained.Senders.Parties.Any(p => p.IsOwner))
        {
            return null;
        }

        var file = undrained.Channel.Make.File.Tree.File;
        var edit = make.Args.Length == 1
            ? new TextEdit(file, make.Args[0].End, make.Args[0].End, $", {total}")
            : new TextEdit(file, make.Args[1].Pos, make.Args[1].End, $"{total}");
        return new Fix(total == 1 ? "Make room in the channel for the value" : $"Make room in the channel for {total} values",
            true, [edit]);
    }

    private static Fix? Select(UndrainedChannel undrained, CommClause clause, bool preferred)
    {
        var receiver = undrained.Receiver!.Function;
        if (clause.Comm is not ExprStmt { X: UnaryExpr { X: CallExpr { Fun: SelectorExpr { X: Ident context, Sel.Name: "Done" } } done } }
            || receiver.File.UseOf(context) is not Var variable || !GoTypes.IsNamed(variable.Type, "context", "Context"))
        {
            return null;
        }

        var edits = ImmutableArray.CreateBuilder<TextEdit>();
        foreach (var party in undrained.Senders.Parties)
        {
            foreach (var e in party.All)
            {
                if (e is not { Kind: PartyEventKind.Send, Use: { IsAlone: true } use })
                {
                    continue;
                }

                var file = use.File.Tree.File;
                if (use.Function is not { Syntax: FuncLit { Type.Results: null } } function || e.IsInCall
                    || function.Parents.Of(use.Syntax) is not (BlockStmt or CaseClause)
                    || !SourceEdits.IsFirstOnLine(file, use.Syntax.Pos) || !SourceEdits.IsLastOnLine(file, use.Syntax.End)
                    || function.File.Scope.Innermost(use.Syntax.Pos).LookupParent(context.Name, use.Syntax.Pos, out _) != variable)
                {
                    return null;
                }

                var indent = SourceEdits.IndentAt(file, use.Syntax.Pos);
                var text = new StringBuilder("select {\n");
                text.Append(indent).Append("case ").Append(file.Text(use.Syntax.Pos, use.Syntax.End)).Append(":\n");
                text.Append(indent).Append("case <-").Append(file.Text(done.Pos, done.End)).Append(":\n");
                text.Append(indent).Append("\treturn\n").Append(indent).Append('}');
                edits.Add(new TextEdit(file, use.Syntax.Pos, use.Syntax.End, text.ToString()));
            }
        }

        return edits.Count > 0 ? new Fix("Stop sending when the context is done", preferred, edits.ToImmutable()) : null;
    }
}
