using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Unpark.Flow;

/// <summary>Turns the blocks a builder made into a function: drops what is dead, joins what is straight, lifts variables.</summary>
internal static class SsaFinisher
{
    public static void Finish(SsaFunction function, List<SsaBlock> built)
    {
        var blocks = Reachable(function, built);
        PassBy(blocks);
        blocks = Reachable(function, blocks);
        Fuse(blocks);
        for (var i = 0; i < blocks.Count; i++)
        {
            var block = blocks[i];
            block.Index = i;
            block.Successors = [.. block.Next];
            block.Unwind = CanUnwind(function, block) ? function.PanicBlock : null;
        }

        var into = new List<SsaBlock>[blocks.Count];
        for (var i = 0; i < into.Length; i++)
        {
            into[i] = [];
        }

        foreach (var block in blocks)
        {
            foreach (var next in block.Successors)
            {
                into[next.Index].Add(block);
            }
        }

        foreach (var block in blocks)
        {
            block.Predecessors = [.. into[block.Index]];
        }

        function.Blocks = [.. blocks];
        SsaLifting.Lift(function);
        Number(function);
    }

    private static bool CanUnwind(SsaFunction function, SsaBlock block)
    {
        if (function.PanicBlock == null || block.Kind is FlowBlockKind.PanicExit or FlowBlockKind.Exit)
        {
            return false;
        }

        foreach (var instruction in block.Building)
        {
            if (instruction.MayPanic)
            {
                return true;
            }
        }

        return false;
    }

    private static List<SsaBlock> Reachable(SsaFunction function, List<SsaBlock> built)
    {
        var seen = new HashSet<SsaBlock> { built[0] };
        var stack = new Stack<SsaBlock>(seen);
        while (stack.TryPop(out var block))
        {
            foreach (var next in block.Next)
            {
                if (seen.Add(next))
                {
                    stack.Push(next);
                }
            }

            if (CanUnwind(function, block) && seen.Add(function.PanicBlock!))
            {
                stack.Push(function.PanicBlock!);
            }
        }

        if (function.PanicBlock != null && !seen.Contains(function.PanicBlock))
        {
            function.PanicBlock = null;
        }

        var kept = new List<SsaBlock>(seen.Count);
        foreach (var block in built)
        {
            if (seen.Contains(block))
            {
                kept.Add(block);
            }
        }

        return kept;
    }

    // Blocks that hold nothing but a jump are passed by.
    private static void PassBy(List<SsaBlock> blocks)
    {
        const int MaxSteps = 100;
        foreach (var block in blocks)
        {
            for (var i = 0; i < block.Next.Count; i++)
            {
                for (var steps = 0; steps < MaxSteps && block.Next[i] is { Building: [{ Op: SsaOp.Jump }] } empty; steps++)
                {
                    block.Next[i] = empty.Next[0];
                }
            }
        }
    }

    // A block that is entered by one jump only belongs to the one that jumps.
    private static void Fuse(List<SsaBlock> blocks)
    {
        var entries = new Dictionary<SsaBlock, int>(blocks.Count) { [blocks[0]] = 1 };
        foreach (var block in blocks)
        {
            foreach (var next in block.Next)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(entries, next, out _)++;
            }
        }

        var gone = new HashSet<SsaBlock>();
        foreach (var block in blocks)
        {
            while (!gone.Contains(block) && block.Building[^1].Op == SsaOp.Jump && block.Next[0] is var next
                && next != block && next != blocks[0] && entries[next] == 1)
            {
                block.Building.RemoveAt(block.Building.Count - 1);
                foreach (var instruction in next.Building)
                {
                    instruction.Block = block;
                    block.Building.Add(instruction);
                }

                block.Next.Clear();
                block.Next.AddRange(next.Next);
                gone.Add(next);
            }
        }

        blocks.RemoveAll(gone.Contains);
    }

    private static void Number(SsaFunction function)
    {
        var uses = new Dictionary<SsaValue, List<SsaInstruction>>(ReferenceEqualityComparer.Instance);
        var number = 0;
        foreach (var block in function.Blocks)
        {
            foreach (var instruction in block.Instructions)
            {
                instruction.Block = block;
                instruction.Number = instruction.HasValue ? number++ : -1;
                foreach (var operand in instruction.OperandArray)
                {
                    if (operand is SsaInstruction or SsaParameter or SsaFreeVariable)
                    {
                        ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(uses, operand, out _);
                        (list ??= []).Add(instruction);
                    }
                }
            }
        }

        function.ValueCount = number;
        foreach (var (value, list) in uses)
        {
            value.Uses = [.. list];
        }
    }
}
