using System.Collections.Immutable;

namespace Unpark.Flow;

/// <summary>
/// Lifts local variables that only loads and stores refer to into values, with phis where ways join. Source: Cytron, Ferrante,
/// Rosen, Wegman, Zadeck, "Efficiently Computing Static Single Assignment Form and the Control Dependence Graph".
/// </summary>
internal sealed class SsaLifting
{
    private readonly SsaFunction function;
    private readonly Dictionary<SsaAlloc, int> lifted = new(ReferenceEqualityComparer.Instance);
    private readonly List<SsaAlloc> allocs = [];
    private readonly List<(SsaPhi Phi, int Variable)>[] phis;
    private readonly Dictionary<SsaValue, SsaValue> replaced = new(ReferenceEqualityComparer.Instance);

    private SsaLifting(SsaFunction function)
    {
        this.function = function;
        phis = new List<(SsaPhi, int)>[function.Blocks.Length];
        for (var i = 0; i < phis.Length; i++)
        {
            phis[i] = [];
        }
    }

    public static void Lift(SsaFunction function)
    {
        var lifting = new SsaLifting(function);
        lifting.Choose();
        if (lifting.allocs.Count > 0)
        {
            lifting.PlacePhis();
            lifting.Rename();
            lifting.Simplify();
        }

        lifting.Finish();
    }

    private void Choose()
    {
        var unfit = new HashSet<SsaAlloc>(ReferenceEqualityComparer.Instance);
        foreach (var block in function.Blocks)
        {
            foreach (var instruction in block.Building)
            {
                if (instruction is SsaAlloc { IsPinned: true } pinned)
                {
                    unfit.Add(pinned);
                }

                for (var i = 0; i < instruction.OperandArray.Length; i++)
                {
                    if (instruction.OperandArray[i] is SsaAlloc used
                        && (i != 0 || instruction.Op is not (SsaOp.Load or SsaOp.Store)))
                    {
                        unfit.Add(used);
                    }
                }
            }
        }

        foreach (var block in function.Blocks)
        {
            foreach (var instruction in block.Building)
            {
                if (instruction is SsaAlloc alloc && !unfit.Contains(alloc))
                {
                    lifted.Add(alloc, allocs.Count);
                    allocs.Add(alloc);
                }
            }
        }
    }

    private void PlacePhis()
    {
        var definitions = new List<int>?[allocs.Count];
        var isRead = new bool[allocs.Count];
        var written = new int[allocs.Count];
        Array.Fill(written, -1);
        foreach (var block in function.Blocks)
        {
            foreach (var instruction in block.Building)
            {
                var (variable, writes) = Access(instruction);
                if (variable < 0)
                {
                    continue;
                }

                if (!writes)
                {
                    // Read before it is written in its block: the value may come from somewhere else.
                    isRead[variable] |= written[variable] != block.Index;
                }
                else if (written[variable] != block.Index)
                {
                    written[variable] = block.Index;
                    (definitions[variable] ??= []).Add(block.Index);
                }
            }
        }

        var frontiers = Frontiers();
        var placed = new int[function.Blocks.Length];
        Array.Fill(placed, -1);
        var work = new Stack<int>();
        for (var variable = 0; variable < allocs.Count; variable++)
        {
            if (!isRead[variable] || definitions[variable] is not { Count: > 1 } places)
            {
                continue;
            }

            foreach (var place in places)
            {
                work.Push(place);
            }

            while (work.TryPop(out var from))
            {
                foreach (var at in frontiers[from])
                {
                    if (placed[at] != variable)
                    {
                        placed[at] = variable;
                        var block = function.Blocks[at];
                        var phi = new SsaPhi(allocs[variable].Elem, allocs[variable].Variable, block.Predecessors.Length)
                        {
                            Block = block,
                        };
                        phis[at].Add((phi, variable));
                        work.Push(at);
                    }
                }
            }
        }
    }

    // Cooper, Harvey, Kennedy, figure 5.
    private List<int>[] Frontiers()
    {
        var dominators = function.Dominators;
        var frontiers = new List<int>[function.Blocks.Length];
        for (var i = 0; i < frontiers.Length; i++)
        {
            frontiers[i] = [];
        }

        foreach (var block in function.Blocks)
        {
            if (block.Predecessors.Length + (block.Index == 0 ? 1 : 0) < 2)
            {
                continue;
            }

            var stop = dominators.ParentOf(block.Index);
            foreach (var from in block.Predecessors)
            {
                for (var at = from.Index; at != stop && at < function.Blocks.Length; at = dominators.ParentOf(at))
                {
                    if (frontiers[at] is [.., var last] && last == block.Index)
                    {
                        break;
                    }

                    frontiers[at].Add(block.Index);
                }
            }
        }

        return frontiers;
    }

    private (int Variable, bool Writes) Access(SsaInstruction instruction) => instruction switch
    {
        SsaAlloc alloc when lifted.TryGetValue(alloc, out var own) => (own, true),
        { Op: SsaOp.Load } when instruction.OperandArray[0] is SsaAlloc alloc && lifted.TryGetValue(alloc, out var read)
            => (read, false),
        { Op: SsaOp.Store } when instruction.OperandArray[0] is SsaAlloc alloc && lifted.TryGetValue(alloc, out var write)
            => (write, true),
        _ => (-1, false),
    };

    private void Rename()
    {
        var dominators = function.Dominators;
        var current = new SsaValue?[allocs.Count];
        var undo = new Stack<(int Variable, SsaValue? Value)>();
        var stack = new Stack<(int Block, int Undo, bool Leave)>();
        stack.Push((0, 0, false));
        while (stack.TryPop(out var top))
        {
            if (top.Leave)
            {
                while (undo.Count > top.Undo)
                {
                    var (variable, value) = undo.Pop();
                    current[variable] = value;
                }

                continue;
            }

            stack.Push((top.Block, undo.Count, true));
            RenameBlock(function.Blocks[top.Block], current, undo);
            var children = dominators.ChildrenOf(top.Block);
            for (var i = children.Count - 1; i >= 0; i--)
            {
                stack.Push((children[i], 0, false));
            }
        }
    }

    private void RenameBlock(SsaBlock block, SsaValue?[] current, Stack<(int Variable, SsaValue? Value)> undo)
    {
        foreach (var (phi, variable) in phis[block.Index])
        {
            Set(variable, phi);
        }

        var kept = 0;
        var list = block.Building;
        for (var at = 0; at < list.Count; at++)
        {
            var instruction = list[at];
            var (variable, writes) = Access(instruction);
            if (variable < 0)
            {
                var operands = instruction.OperandArray;
                for (var i = 0; i < operands.Length; i++)
                {
                    operands[i] = Resolve(operands[i]);
                }

                list[kept++] = instruction;
            }
            else if (!writes)
            {
                replaced[instruction] = current[variable] ?? Zero(variable);
            }
            else
            {
                Set(variable, instruction is SsaAlloc ? Zero(variable) : Resolve(instruction.OperandArray[1]));
            }
        }

        list.RemoveRange(kept, list.Count - kept);
        for (var s = 0; s < block.Successors.Length; s++)
        {
            var next = block.Successors[s];
            if (phis[next.Index].Count == 0 || block.Successors.IndexOf(next) != s)
            {
                continue;
            }

            for (var p = 0; p < next.Predecessors.Length; p++)
            {
                if (next.Predecessors[p] == block)
                {
                    foreach (var (phi, variable) in phis[next.Index])
                    {
                        phi.OperandArray[p] = current[variable] ?? Zero(variable);
                    }
                }
            }
        }

        void Set(int variable, SsaValue value)
        {
            undo.Push((variable, current[variable]));
            current[variable] = value;
        }
    }

    private SsaConst Zero(int variable) => new(allocs[variable].Elem, null);

    private SsaValue Resolve(SsaValue value)
    {
        while (replaced.TryGetValue(value, out var other))
        {
            value = other;
        }

        return value;
    }

    // Phis that only ever have one value are that value, and those that nothing but phis use are not needed.
    private void Simplify()
    {
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var here in phis)
            {
                for (var i = here.Count - 1; i >= 0; i--)
                {
                    if (OnlyValue(here[i].Phi) is { } only)
                    {
                        replaced[here[i].Phi] = only;
                        here.RemoveAt(i);
                        changed = true;
                    }
                }
            }
        }

        var live = new HashSet<SsaPhi>(ReferenceEqualityComparer.Instance);
        var work = new Stack<SsaPhi>();
        foreach (var block in function.Blocks)
        {
            foreach (var instruction in block.Building)
            {
                Use(instruction);
            }
        }

        while (work.TryPop(out var phi))
        {
            Use(phi);
        }

        foreach (var here in phis)
        {
            here.RemoveAll(p => !live.Contains(p.Phi));
        }

        void Use(SsaInstruction instruction)
        {
            var operands = instruction.OperandArray;
            for (var i = 0; i < operands.Length; i++)
            {
                operands[i] = Resolve(operands[i]);
                if (operands[i] is SsaPhi phi && live.Add(phi))
                {
                    work.Push(phi);
                }
            }
        }
    }

    private SsaValue? OnlyValue(SsaPhi phi)
    {
        SsaValue? only = null;
        foreach (var operand in phi.OperandArray)
        {
            var value = Resolve(operand);
            if (ReferenceEquals(value, phi) || ReferenceEquals(value, only))
            {
                continue;
            }

            if (only != null && !(only is SsaConst { Value: null } && value is SsaConst { Value: null }))
            {
                return null;
            }

            only ??= value;
        }

        return only;
    }

    private void Finish()
    {
        foreach (var block in function.Blocks)
        {
            var list = ImmutableArray.CreateBuilder<SsaInstruction>(phis[block.Index].Count + block.Building.Count);
            foreach (var (phi, _) in phis[block.Index])
            {
                list.Add(phi);
            }

            list.AddRange(block.Building);
            block.Instructions = list.MoveToImmutable();
            block.Building.Clear();
            block.Building.TrimExcess();
        }
    }
}
