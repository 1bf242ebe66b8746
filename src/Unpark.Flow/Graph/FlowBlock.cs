using System.Collections.Immutable;
using Unpark.Go.Syntax;

namespace Unpark.Flow;

/// <summary>A basic block: steps that are done one after the other, and the ways out at its end.</summary>
public sealed class FlowBlock
{
    internal FlowBlock(FlowBlockKind kind)
    {
        Kind = kind;
    }

    /// <summary>The block's number in its graph, from 0 without gaps.</summary>
    public int Index { get; internal set; }

    /// <summary>Which part of the function it is.</summary>
    public FlowBlockKind Kind { get; }

    /// <summary>The steps in the order of evaluation.</summary>
    public ImmutableArray<FlowNode> Nodes { get; internal set; } = [];

    /// <summary>The ways out; of a condition the true one first, of cases and clauses in source order.</summary>
    public ImmutableArray<FlowEdge> Successors { get; internal set; } = [];

    /// <summary>The ways in, from dead blocks too.</summary>
    public ImmutableArray<FlowEdge> Predecessors { get; internal set; } = [];

    /// <summary>Why nothing follows, if nothing does.</summary>
    public FlowEnding Ending { get; internal set; }

    /// <summary>Of the head of a loop its <see cref="ForStmt"/> or <see cref="RangeStmt"/>; otherwise null.</summary>
    public Stmt? Loop { get; internal set; }

    /// <summary>True if control can get here from the function's beginning.</summary>
    public bool IsLive { get; internal set; }

    /// <summary><c>b</c> and the number.</summary>
    public override string ToString() => $"b{Index}";
}
