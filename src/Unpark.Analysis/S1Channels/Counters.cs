using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>Conditions that ask whether enough was received.</summary>
internal static class Counters
{
    /// <summary>True if the condition compares a variable that a loop around it counts up or down.</summary>
    public static bool IsCount(FlowFunction function, Node? condition)
    {
        if (condition is not BinaryExpr { Op: TokenKind.Eql or TokenKind.Geq or TokenKind.Leq or TokenKind.Lss or TokenKind.Gtr } compare
            || Loops.Around(function, compare) is not { } loop)
        {
            return false;
        }

        return IsCounted(function, compare.X, loop) || IsCounted(function, compare.Y, loop);
    }

    private static bool IsCounted(FlowFunction function, Expr operand, Stmt loop)
    {
        if (ChannelUses.VariableOf(function.File, operand) is not { } variable)
        {
            return Callees.Unparen(operand) is CallExpr { Args: [_] } call
                && Callees.Of(function.File, call) is Builtin { Name: "len" };
        }

        var search = new Search(function.File, variable);
        search.Visit(loop);
        return search.Found;
    }

    private sealed class Search(TypedFile file, Var variable) : SyntaxVisitor
    {
        public bool Found { get; private set; }

        public override void VisitIncDecStmt(IncDecStmt node) => Found |= ChannelUses.VariableOf(file, node.X) == variable;

        public override void VisitAssignStmt(AssignStmt node)
        {
            Found |= node.Tok is not (TokenKind.Assign or TokenKind.Define) && node.Lhs is [var target]
                && ChannelUses.VariableOf(file, target) == variable;
            base.VisitAssignStmt(node);
        }
    }
}
