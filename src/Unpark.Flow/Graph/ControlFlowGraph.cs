using System.Collections.Immutable;
using Unpark.Go.Syntax;

namespace Unpark.Flow;

/// <summary>
/// The control flow of one function body: basic blocks of simple statements and expressions in the order of evaluation.
/// Compound statements are the edges between them. Conditions are split at <c>&amp;&amp;</c>, <c>||</c> and <c>!</c>,
/// so that a branch has one condition that is none of these; elsewhere such an operation stays within its node.
/// Immutable and safe to use from many threads.
/// </summary>
public sealed class ControlFlowGraph
{
    internal ControlFlowGraph(Node function, BlockStmt body, ImmutableArray<FlowBlock> blocks, FlowBlock exit,
        FlowBlock? panicExit, FlowBlock? goexitExit, ImmutableArray<DeferStmt> defers, bool recovers)
    {
        Function = function;
        Body = body;
        Blocks = blocks;
        Exit = exit;
        PanicExit = panicExit;
        GoexitExit = goexitExit;
        Defers = defers;
        Recovers = recovers;
        ReversePostOrder = OrderBlocks(blocks[0]);
    }

    /// <summary>The <see cref="FuncDecl"/> or <see cref="FuncLit"/>.</summary>
    public Node Function { get; }

    /// <summary>The function's body.</summary>
    public BlockStmt Body { get; }

    /// <summary>
    /// The blocks by their <see cref="FlowBlock.Index"/>, the entry first, otherwise about in source order. Code that
    /// control cannot reach is in blocks that are not live.
    /// </summary>
    public ImmutableArray<FlowBlock> Blocks { get; }

    /// <summary>Where the function begins.</summary>
    public FlowBlock Entry => Blocks[0];

    /// <summary>Where the function has returned, deferred calls included. Not live if it never returns.</summary>
    public FlowBlock Exit { get; }

    /// <summary>Where a panic leaves the function, or is recovered; null if none begins in it.</summary>
    public FlowBlock? PanicExit { get; }

    /// <summary>Where the end of the goroutine leaves the function; null if it does not end it.</summary>
    public FlowBlock? GoexitExit { get; }

    /// <summary>The defer statements in source order.</summary>
    public ImmutableArray<DeferStmt> Defers { get; }

    /// <summary>True if a deferred call recovers. Then every call has an edge to <see cref="PanicExit"/>.</summary>
    public bool Recovers { get; }

    /// <summary>The live blocks, each before its successors but for the edges that go back in a loop.</summary>
    public ImmutableArray<FlowBlock> ReversePostOrder { get; }

    /// <summary>Builds the graph of a function with a body. O(length of the body).</summary>
    /// <param name="function">A <see cref="FuncDecl"/> with a body, or a <see cref="FuncLit"/>.</param>
    /// <param name="calls">What is known of calls; by default what the syntax tells.</param>
    /// <exception cref="ArgumentException">The node is no function, or has no body.</exception>
    public static ControlFlowGraph Build(Node function, ICallOracle? calls = null)
    {
        var body = function switch
        {
            FuncDecl decl => decl.Body,
            FuncLit literal => literal.Body,
            _ => null,
        };
        return body != null
            ? new GraphBuilder(function, body, calls ?? SyntacticCalls.Instance).Build()
            : throw new ArgumentException("not a function with a body", nameof(function));
    }

    // Depth first without recursion: generated functions have tens of thousands of blocks.
    private static ImmutableArray<FlowBlock> OrderBlocks(FlowBlock entry)
    {
        var order = new List<FlowBlock>();
        var stack = new Stack<(FlowBlock Block, int Next)>();
        var seen = new HashSet<FlowBlock> { entry };
        stack.Push((entry, 0));
        while (stack.TryPop(out var top))
        {
            if (top.Next < top.Block.Successors.Length)
            {
                stack.Push((top.Block, top.Next + 1));
                // The last successor is visited first, so that the first one comes first in the reverse order.
                var to = top.Block.Successors[^(top.Next + 1)].To;
                if (seen.Add(to))
                {
                    stack.Push((to, 0));
                }
            }
            else
            {
                order.Add(top.Block);
            }
        }

        order.Reverse();
        return [.. order];
    }
}
