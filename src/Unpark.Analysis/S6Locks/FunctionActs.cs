using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>What the steps of a function do that matters while a lock is held.</summary>
internal sealed class FunctionActs
{
    private readonly Dictionary<FlowBlock, ImmutableArray<ParameterTest>> tests = [];
    private DominatorTree? dominators;
    private LoopNest? loops;

    public FunctionActs(PackageActs package, FlowFunction function)
    {
        Function = function;
        var acts = ImmutableArray.CreateBuilder<LockAct>();
        var collector = new LockActCollector(package, function, acts);
        var running = Running();
        foreach (var block in function.Graph.ReversePostOrder)
        {
            if (!running[block.Index])
            {
                continue;
            }

            foreach (var node in block.Nodes)
            {
                collector.Collect(block, node);
            }
        }

        Acts = acts.ToImmutable();
    }

    /// <summary>The function.</summary>
    public FlowFunction Function { get; }

    /// <summary>The acts, by blocks, in each in the order of evaluation.</summary>
    public ImmutableArray<LockAct> Acts { get; }

    /// <summary>The loops of the function.</summary>
    public LoopNest Loops => loops ??= LoopNest.Compute(Function.Graph);

    /// <summary>True if every path that returns passes the block.</summary>
    public bool IsAlways(FlowBlock block) => Function.Graph.Exit.IsLive && Dominates(block, Function.Graph.Exit);

    /// <summary>True if every path to the second block passes the first.</summary>
    public bool Dominates(FlowBlock first, FlowBlock second) =>
        (dominators ??= DominatorTree.Dominators(Function.Graph)).Dominates(first, second);

    /// <summary>True if a path leads from the one block to the other, by at least one edge.</summary>
    public bool Reaches(FlowBlock from, FlowBlock to) => Search(from, to, null, null);

    /// <summary>What has to be true of parameters for a block to be reached.</summary>
    public ImmutableArray<ParameterTest> TestsOf(FlowBlock block)
    {
        if (tests.TryGetValue(block, out var found))
        {
            return found;
        }

        var all = ImmutableArray.CreateBuilder<ParameterTest>();
        foreach (var branch in Function.Graph.ReversePostOrder)
        {
            if (branch.Successors is not [{ Kind: FlowEdgeKind.True or FlowEdgeKind.False, Syntax: Expr condition }, _]
                || TestOf(condition) is not { } test)
            {
                continue;
            }

            foreach (var edge in branch.Successors)
            {
                if (!Search(Function.Graph.Entry, block, edge, branch) && block != Function.Graph.Entry)
                {
                    all.Add(test with { Wanted = (edge.Kind == FlowEdgeKind.True) == test.Wanted });
                }
            }
        }

        found = all.ToImmutable();
        tests.Add(block, found);
        return found;
    }

    // Code that a constant condition switches off does not run.
    private bool[] Running()
    {
        var running = new bool[Function.Graph.Blocks.Length];
        var stack = new Stack<FlowBlock>();
        running[Function.Graph.Entry.Index] = true;
        stack.Push(Function.Graph.Entry);
        while (stack.TryPop(out var block))
        {
            foreach (var edge in block.Successors)
            {
                if (!running[edge.To.Index] && !IsOff(edge))
                {
                    running[edge.To.Index] = true;
                    stack.Push(edge.To);
                }
            }
        }

        return running;
    }

    private bool IsOff(FlowEdge edge) =>
        edge is { Kind: FlowEdgeKind.True or FlowEdgeKind.False, Syntax: Expr condition }
        && Function.File.TypeOf(condition).Value?.ToString() is ("true" or "false") and var answer
        && (answer == "true") != (edge.Kind == FlowEdgeKind.True);

    // The parameter that is asked for; Wanted says what the condition's being true means.
    private ParameterTest? TestOf(Expr condition)
    {
        switch (Callees.Unparen(condition))
        {
            case Ident ident when ParameterOf(ident) is { } parameter:
                return new ParameterTest(parameter, false, true);
            case BinaryExpr { Op: TokenKind.Eql or TokenKind.Neq } comparison
                when Callees.Unparen(comparison.X) is Ident ident && NilParameterOf(ident) is { } parameter
                    && Function.File.TypeOf(comparison.Y).IsNil:
                return new ParameterTest(parameter, true, comparison.Op == TokenKind.Eql);
            default:
                return null;
        }
    }

    // if key == nil { key = standard }: assigned afterwards.
    private Var? NilParameterOf(Ident ident) =>
        Function.File.UseOf(ident) is Var { Kind: VarKind.Parameter } variable
            && Function.Locals.Of(variable) is { IsPrivate: true, Function: { } declaring } && declaring.Encloses(Function)
            ? variable
            : null;

    private Var? ParameterOf(Ident ident) =>
        Function.File.UseOf(ident) is Var { Kind: VarKind.Parameter } variable
            && Function.Locals.Of(variable) is { Assignments: 1, IsPrivate: true, Function: { } declaring }
            && declaring.Encloses(Function)
            ? variable
            : null;

    private bool Search(FlowBlock from, FlowBlock to, FlowEdge? only, FlowBlock? branch)
    {
        var seen = new bool[Function.Graph.Blocks.Length];
        var stack = new Stack<FlowBlock>();
        stack.Push(from);
        while (stack.TryPop(out var block))
        {
            foreach (var edge in block.Successors)
            {
                if (only != null && block == branch && edge == only)
                {
                    continue;
                }

                if (edge.To == to)
                {
                    return true;
                }

                if (!seen[edge.To.Index])
                {
                    seen[edge.To.Index] = true;
                    stack.Push(edge.To);
                }
            }
        }

        return false;
    }
}
