using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>UP107: a loop that goes on receiving from a closed channel, and so spins.</summary>
internal sealed class ClosedChannelSpinRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP107", "closed-channel-spin", 1, RuleProfile.Leaks,
        "A loop goes on receiving from a channel that gets closed: it spins on zero values.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        foreach (var function in package.Flow.Functions)
        {
            if (!function.LoopStatements.IsEmpty && !PackageContext.IsTest(function.File))
            {
                ClosedBranch.Check(this, package, function);
            }
        }

        foreach (var channel in package.Flow.Channels.Channels)
        {
            var uses = package.Flow.Channels.Of(channel);
            ChannelUse? close = null;
            foreach (var use in uses)
            {
                if (use.Kind == ChannelUseKind.Close && !PackageContext.IsTest(use.File))
                {
                    close ??= use;
                }
            }

            if (close == null)
            {
                continue;
            }

            package.Cancellation.ThrowIfCancellationRequested();
            foreach (var use in uses)
            {
                if (use is { Kind: ChannelUseKind.Receive, Ok: null, Function: { } function } && !PackageContext.IsTest(use.File)
                    && Loops.Around(function, use.Syntax) is ForStmt loop && IsLoopStep(function, use, loop)
                    && close.Function != function && Spins(function, use))
                {
                    Report(package, channel, use, close, function);
                }
            }
        }
    }

    // A receive that is itself the statement of the loop, or one of the clauses of a select that is.
    private static bool IsLoopStep(FlowFunction function, ChannelUse use, ForStmt loop)
    {
        if (use.Clause == null)
        {
            return function.Parents.StatementOf(use.Syntax) is { } statement && function.Parents.Of(statement) == loop.Body
                && loop.Cond == null;
        }

        for (var at = function.Parents.Of(use.Select!); at != null; at = function.Parents.Of(at))
        {
            if (at == loop)
            {
                return loop.Cond == null;
            }

            if (at is not (BlockStmt or LabeledStmt))
            {
                return false;
            }
        }

        return false;
    }

    // From behind the receive every way leads back to it, and nothing on the way can wait or change the channel.
    private static bool Spins(FlowFunction function, ChannelUse use)
    {
        var step = GraphSteps.Of(function, use.Syntax);
        if (step == null || GraphSteps.BlockOf(function, step) is not { } start)
        {
            return false;
        }

        var selectBlock = use.Select == null ? start
            : function.Graph.ReversePostOrder.FirstOrDefault(b => b.Nodes.Any(n => n.Kind == FlowNodeKind.Select && n.Syntax == use.Select));
        if (selectBlock == null)
        {
            return false;
        }

        var seen = new HashSet<FlowBlock>();
        var work = new Stack<FlowBlock>();
        work.Push(start);
        var returns = false;
        while (work.TryPop(out var block))
        {
            if (!seen.Add(block))
            {
                continue;
            }

            if (block.Successors.IsEmpty || block == function.Graph.Exit)
            {
                return false;
            }

            var isBack = block == selectBlock && block != start;
            foreach (var node in block.Nodes)
            {
                if (isBack && node.Kind == FlowNodeKind.Select)
                {
                    break;
                }

                if (node.Syntax != step && MayWait(function, use, node))
                {
                    return false;
                }
            }

            if (isBack)
            {
                returns = true;
                continue;
            }

            foreach (var edge in block.Successors)
            {
                if (edge.To == start && use.Select == null)
                {
                    returns = true;
                    continue;
                }

                work.Push(edge.To);
            }
        }

        return returns;
    }

    private static bool MayWait(FlowFunction function, ChannelUse use, FlowNode node)
    {
        switch (node.Syntax)
        {
            case SendStmt or SelectStmt or RangeStmt:
                return true;
            case AssignStmt assign when assign.Lhs.Any(l => ChannelUses.VariableOf(function.File, l) is { } variable
                && variable == ChannelUses.VariableOf(function.File, use.Expr)):
                return true;
            case AssignStmt { Tok: TokenKind.Assign, Rhs: [Ident { Name: "true" or "false" }] }:
                // A flag, by which another case leaves.
                return true;
            default:
                var search = new WaitSearch(function.File);
                search.Visit(node.Syntax);
                return search.Found;
        }
    }

    private void Report(PackageContext package, Var channel, ChannelUse use, ChannelUse close, FlowFunction function)
    {
        var file = use.File.Tree.File;
        var closed = close.File.Tree.File;
        var where = closed == file ? $"line {ChannelText.Line(closed, close.Syntax.Pos)}"
            : $"{Path.GetFileName(closed.Path)}:{ChannelText.Line(closed, close.Syntax.Pos)}";
        package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(file, use.Syntax), function.Name,
            $"this loop spins once {channel.Name} is closed at {where}: a closed channel gives zero values without end, "
            + "and nothing here leaves the loop",
            [new RelatedPlace(SourceSpan.Of(closed, close.Syntax), "closed here")], Fixes(use, function)));
    }

    private static ImmutableArray<Fix> Fixes(ChannelUse use, FlowFunction function)
    {
        if (function.Type.Results is { List.Length: > 0 } || use.Clause is not { Comm: { } comm } clause)
        {
            return [];
        }

        var file = use.File.Tree.File;
        if (!SourceEdits.IsFirstOnLine(file, clause.Pos) || !SourceEdits.IsLastOnLine(file, clause.Colon + 1)
            || clause.Body.Any(s => ChannelText.Line(file, s.Pos) == ChannelText.Line(file, clause.Pos)))
        {
            return [];
        }

        var indent = SourceEdits.IndentAt(file, clause.Pos);
        var behind = new TextEdit(file, SourceEdits.LineEnd(file, clause.Colon), SourceEdits.LineEnd(file, clause.Colon),
            $"\n{indent}\tif !ok {{\n{indent}\t\treturn\n{indent}\t}}");
        return comm switch
        {
            AssignStmt { Lhs: [Ident value], Tok: TokenKind.Define } when IsFree(use.File, clause, "ok") =>
                [new Fix("Leave when the channel is closed", true, [new TextEdit(file, value.End, value.End, ", ok"), behind])],
            ExprStmt when IsFree(use.File, clause, "ok") =>
                [new Fix("Leave when the channel is closed", true, [new TextEdit(file, comm.Pos, comm.Pos, "_, ok := "), behind])],
            _ => [],
        };
    }

    private static bool IsFree(TypedFile file, CommClause clause, string name) =>
        file.Scope.Innermost(clause.Colon + 1).LookupParent(name, clause.Colon + 1, out _) == null;

    private sealed class WaitSearch(TypedFile file) : SyntaxVisitor
    {
        public bool Found { get; private set; }

        public override void VisitUnaryExpr(UnaryExpr node)
        {
            Found |= node.Op == TokenKind.Arrow;
            base.VisitUnaryExpr(node);
        }

        public override void VisitCallExpr(CallExpr node)
        {
            // A function that panics or ends the process is an exit, and one of this package may be one.
            Found |= Callees.NameOf(node)?.Name is "Sleep" or "Wait" or "Accept" || Callees.IsPackageFunction(file, node, "runtime", "Goexit");
            base.VisitCallExpr(node);
        }

        public override void VisitFuncLit(FuncLit node)
        {
        }
    }
}
