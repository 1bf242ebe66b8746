using System.Collections.Immutable;

namespace Unpark.Flow;

/// <summary>
/// The loops of a function in SSA form, found as <see cref="LoopNest"/> finds them: strongly connected blocks, then those
/// that stay connected without the header.
/// </summary>
public sealed class SsaLoops
{
    private readonly SsaLoop?[] innermost;

    private SsaLoops(ImmutableArray<SsaLoop> loops, SsaLoop?[] innermost)
    {
        Loops = loops;
        this.innermost = innermost;
    }

    /// <summary>The loops, outer ones before those within.</summary>
    public ImmutableArray<SsaLoop> Loops { get; }

    /// <summary>The innermost loop a block is in, or null.</summary>
    public SsaLoop? LoopOf(SsaBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return innermost[block.Index];
    }

    internal static SsaLoops Of(SsaFunction function)
    {
        var count = function.Blocks.Length;
        var next = new int[count][];
        for (var i = 0; i < count; i++)
        {
            next[i] = [.. function.Blocks[i].Successors.Select(b => b.Index)];
        }

        var loops = ImmutableArray.CreateBuilder<SsaLoop>();
        var innermost = new SsaLoop?[count];
        var work = new Queue<(int[] Blocks, SsaLoop? Outer)>();
        work.Enqueue(([.. Enumerable.Range(0, count)], null));
        while (work.TryDequeue(out var part))
        {
            var allowed = new bool[count];
            foreach (var block in part.Blocks)
            {
                allowed[block] = true;
            }

            foreach (var component in StrongComponents.Compute(count, next, allowed))
            {
                if (component.Length == 1 && !next[component[0]].Contains(component[0]))
                {
                    continue;
                }

                Array.Sort(component);
                var header = HeaderOf(function, component);
                var loop = new SsaLoop(function.Blocks[header], [.. component.Select(b => function.Blocks[b])], part.Outer);
                loops.Add(loop);
                foreach (var block in component)
                {
                    innermost[block] = loop;
                }

                work.Enqueue(([.. component.Where(b => b != header)], loop));
            }
        }

        return new SsaLoops(loops.ToImmutable(), innermost);
    }

    private static int HeaderOf(SsaFunction function, int[] component)
    {
        foreach (var index in component)
        {
            var block = function.Blocks[index];
            if (index == 0 || block.Predecessors.Any(p => Array.BinarySearch(component, p.Index) < 0))
            {
                return index;
            }
        }

        return component[0];
    }
}
