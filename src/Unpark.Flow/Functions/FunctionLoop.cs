using System.Collections.Immutable;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;

namespace Unpark.Flow;

/// <summary>A loop that a for statement makes and that control can go round in, with the ways out of it.</summary>
public sealed class FunctionLoop
{
    private readonly HashSet<FlowBlock> inside;

    private FunctionLoop(FlowFunction function, Stmt syntax, FlowLoop loop)
    {
        Function = function;
        Syntax = syntax;
        Loop = loop;
        inside = [.. loop.Blocks];
        var exits = ImmutableArray.CreateBuilder<FlowEdge>();
        foreach (var block in loop.Blocks)
        {
            EndsProcess |= block.Ending == FlowEnding.Process;
            foreach (var edge in block.Successors)
            {
                if (!inside.Contains(edge.To) && IsPossible(edge))
                {
                    exits.Add(edge);
                    EndsProcess |= edge.To is { Ending: FlowEnding.Process };
                }
            }
        }

        Exits = exits.ToImmutable();
    }

    /// <summary>The function.</summary>
    public FlowFunction Function { get; }

    /// <summary>The <see cref="ForStmt"/> or <see cref="RangeStmt"/>.</summary>
    public Stmt Syntax { get; }

    /// <summary>Its blocks.</summary>
    public FlowLoop Loop { get; }

    /// <summary>
    /// The ways out: returns, breaks, conditions, panics that are called for. A call that may panic unseen is none, nor is
    /// the end of a condition that is constantly true.
    /// </summary>
    public ImmutableArray<FlowEdge> Exits { get; }

    /// <summary>True if a path through the loop ends the process.</summary>
    public bool EndsProcess { get; }

    /// <summary>True if no way leads out of the loop.</summary>
    public bool IsEndless => Exits.IsEmpty && !EndsProcess;

    /// <summary>The loop's body.</summary>
    public BlockStmt Body => Syntax is ForStmt loop ? loop.Body : ((RangeStmt)Syntax).Body;

    /// <summary>The offset behind the last byte of the loop's head, before its body.</summary>
    public int HeadEnd => Syntax switch
    {
        RangeStmt range => range.X.End,
        ForStmt { Post: { } post } => post.End,
        ForStmt { Cond: { } condition } => condition.End,
        _ => Syntax.Pos + "for".Length,
    };

    /// <summary>True if the block is one of the loop.</summary>
    public bool Contains(FlowBlock block) => inside.Contains(block);

    /// <summary>
    /// The blocks that can be reached from one of the loop without leaving the loop and without passing a block at which
    /// to stop, these included.
    /// </summary>
    /// <param name="from">Where to begin.</param>
    /// <param name="stops">True for the blocks not to go on from.</param>
    public HashSet<FlowBlock> Reach(FlowBlock from, Func<FlowBlock, bool> stops)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(stops);
        var found = new HashSet<FlowBlock> { from };
        var work = new Stack<FlowBlock>();
        work.Push(from);
        while (work.TryPop(out var block))
        {
            if (stops(block))
            {
                continue;
            }

            foreach (var edge in block.Successors)
            {
                if (inside.Contains(edge.To) && IsPossible(edge) && found.Add(edge.To))
                {
                    work.Push(edge.To);
                }
            }
        }

        return found;
    }

    /// <summary>The loops of a function.</summary>
    internal static ImmutableArray<FunctionLoop> In(FlowFunction function)
    {
        var loops = ImmutableArray.CreateBuilder<FunctionLoop>();
        LoopNest? nest = null;
        foreach (var block in function.Graph.ReversePostOrder)
        {
            if (block.Loop is not { } syntax)
            {
                continue;
            }

            nest ??= LoopNest.Compute(function.Graph);
            for (var loop = nest.LoopOf(block); loop != null; loop = loop.Outer)
            {
                if (loop.Header == block)
                {
                    loops.Add(new FunctionLoop(function, syntax, loop));
                    break;
                }
            }
        }

        loops.Sort((x, y) => x.Syntax.Pos.CompareTo(y.Syntax.Pos));
        return loops.ToImmutable();
    }

    // Of a function that recovers every call has an edge for its panic beside the one that goes on.
    private bool IsPossible(FlowEdge edge) => edge.Kind switch
    {
        FlowEdgeKind.Panic => edge.From.Successors.Length == 1,
        FlowEdgeKind.False => edge.Syntax is not Expr condition || !IsAlways(condition, true),
        FlowEdgeKind.True => edge.Syntax is not Expr condition || !IsAlways(condition, false),
        _ => true,
    };

    private bool IsAlways(Expr condition, bool wanted) =>
        Function.File.TypeOf(condition).Value is { Kind: ConstantKind.Bool } value && ConstantValue.BoolVal(value) == wanted;
}
