using System.Collections.Immutable;
using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <content>Labels and the statements that refer to them. Source: go/types labels.go.</content>
internal sealed partial class Checker
{
    private void Labels(BlockStmt body)
    {
        var all = new Dictionary<string, Label>();
        var jumps = new List<BranchStmt>();
        BlockBranches(all, null, null, body.List, jumps);
        foreach (var jump in jumps)
        {
            Report(jump.Label!.Pos, $"label {jump.Label.Name} not declared");
        }
    }

    // Jumps that find no label in the block are added to the list: they may go to one further out, further down.
    private void BlockBranches(Dictionary<string, Label> all, LabelBlock? parent, LabeledStmt? labeled,
        ImmutableArray<Stmt> list, List<BranchStmt> outgoing)
    {
        var block = new LabelBlock(parent, labeled);
        var jumps = new List<BranchStmt>();
        foreach (var s in list)
        {
            StmtBranches(all, block, null, s, jumps);
        }

        outgoing.AddRange(jumps);
    }

    private void StmtBranches(Dictionary<string, Label> all, LabelBlock block, LabeledStmt? labeled, Stmt? s,
        List<BranchStmt> jumps)
    {
        while (s is LabeledStmt statement)
        {
            DeclareLabel(all, block, statement, jumps);
            if (!statement.Label.IsBlank)
            {
                labeled = statement;
            }

            s = statement.Stmt;
        }

        switch (s)
        {
            case BranchStmt { Label: { } target } branch:
                Branch(all, block, branch, target, jumps);
                break;
            case BlockStmt inner:
                BlockBranches(all, block, labeled, inner.List, jumps);
                break;
            case IfStmt ifStmt:
                StmtBranches(all, block, labeled, ifStmt.Body, jumps);
                StmtBranches(all, block, labeled, ifStmt.Else, jumps);
                break;
            case CaseClause clause:
                BlockBranches(all, block, null, clause.Body, jumps);
                break;
            case CommClause clause:
                BlockBranches(all, block, null, clause.Body, jumps);
                break;
            case SwitchStmt switchStmt:
                StmtBranches(all, block, labeled, switchStmt.Body, jumps);
                break;
            case TypeSwitchStmt typeSwitch:
                StmtBranches(all, block, labeled, typeSwitch.Body, jumps);
                break;
            case SelectStmt select:
                StmtBranches(all, block, labeled, select.Body, jumps);
                break;
            case ForStmt forStmt:
                StmtBranches(all, block, labeled, forStmt.Body, jumps);
                break;
            case RangeStmt range:
                StmtBranches(all, block, labeled, range.Body, jumps);
                break;
        }
    }

    private void DeclareLabel(Dictionary<string, Label> all, LabelBlock block, LabeledStmt statement,
        List<BranchStmt> jumps)
    {
        var name = statement.Label.Name;
        if (statement.Label.IsBlank)
        {
            return;
        }

        var label = new Label(package, name, file.Tree.File, statement.Label.Pos);
        if (!all.TryAdd(name, label))
        {
            Report(statement.Label.Pos, $"label {name} already declared");
        }
        else
        {
            block.Labels.Add(name, statement);
            RecordDef(statement.Label, label);
        }

        for (var i = jumps.Count - 1; i >= 0; i--)
        {
            if (jumps[i].Label!.Name == name)
            {
                label.Used = true;
                RecordUse(jumps[i].Label!, label);
                jumps.RemoveAt(i);
            }
        }
    }

    private void Branch(Dictionary<string, Label> all, LabelBlock block, BranchStmt branch, Ident target,
        List<BranchStmt> jumps)
    {
        var name = target.Name;
        var found = false;
        switch (branch.Tok)
        {
            case TokenKind.Break:
                found = block.EnclosingTarget(name)?.Stmt
                    is SwitchStmt or TypeSwitchStmt or SelectStmt or ForStmt or RangeStmt;
                break;
            case TokenKind.Continue:
                found = block.EnclosingTarget(name)?.Stmt is ForStmt or RangeStmt;
                break;
            case TokenKind.Goto:
                found = block.GotoTarget(name) != null;
                if (!found)
                {
                    jumps.Add(branch);
                    return;
                }

                break;
        }

        if (!found || !all.TryGetValue(name, out var label))
        {
            Report(target.Pos, $"invalid label {name}");
            return;
        }

        label.Used = true;
        RecordUse(target, label);
    }

    /// <summary>The labels of a block and those around it.</summary>
    private sealed class LabelBlock(LabelBlock? parent, LabeledStmt? labeled)
    {
        /// <summary>The labeled statements of the block itself.</summary>
        public Dictionary<string, LabeledStmt> Labels { get; } = [];

        /// <summary>The labeled statement that a goto in this block finds at once.</summary>
        public LabeledStmt? GotoTarget(string name)
        {
            for (var block = this; block != null; block = block.Outer)
            {
                if (block.Labels.TryGetValue(name, out var found))
                {
                    return found;
                }
            }

            return null;
        }

        /// <summary>The statement of that label that is around this block.</summary>
        public LabeledStmt? EnclosingTarget(string name)
        {
            for (var block = this; block != null; block = block.Outer)
            {
                if (block.Statement?.Label.Name == name)
                {
                    return block.Statement;
                }
            }

            return null;
        }

        private LabelBlock? Outer { get; } = parent;

        private LabeledStmt? Statement { get; } = labeled;
    }
}
