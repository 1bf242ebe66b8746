using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S6Locks;

/// <summary>Finds the statements by which a path leaves an iteration with a lock held.</summary>
internal static class LoopFix
{
    /// <summary>The <c>continue</c>s and <c>goto</c>s after which the lock is still held in the next iteration.</summary>
    /// <param name="here">The function.</param>
    /// <param name="exploration">The paths of the lock.</param>
    /// <param name="leaks">The leaks of one site.</param>
    /// <param name="areAll">True if every such path leaves by one of them.</param>
    public static List<BranchStmt> Branches(FunctionLocks here, PathExploration<LockState> exploration,
        List<LockLeak> leaks, out bool areAll)
    {
        areAll = true;
        var found = new List<BranchStmt>();
        if (leaks.TrueForAll(l => l.Kind is LockLeakKind.Return or LockLeakKind.Panic))
        {
            return found;
        }

        var loops = LoopNest.Compute(here.Function.Graph);
        foreach (var block in here.Function.Graph.ReversePostOrder)
        {
            if (loops.LoopOf(block) == null)
            {
                continue;
            }

            foreach (var edge in block.Successors)
            {
                var isBack = edge.To.Kind is FlowBlockKind.ForHead or FlowBlockKind.RangeHead or FlowBlockKind.ForPost
                    && block.Kind != FlowBlockKind.ForPost && IsWithin(loops, block, edge.To);
                if (!isBack || !exploration.Along(edge).Any(s => s.Status == LockStatus.Held && !s.DeferRelease))
                {
                    continue;
                }

                if (block.Nodes is [.., { Syntax: BranchStmt { Tok: TokenKind.Continue } branch }])
                {
                    found.Add(branch);
                }
                else
                {
                    areAll = false;
                }
            }
        }

        areAll &= found.Count > 0;
        return found;
    }

    private static bool IsWithin(LoopNest loops, FlowBlock block, FlowBlock head)
    {
        for (var loop = loops.LoopOf(block); loop != null; loop = loop.Outer)
        {
            if (loop.Blocks.Contains(head))
            {
                return true;
            }
        }

        return false;
    }
}
