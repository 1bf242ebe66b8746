namespace Unpark.Flow;

/// <summary>What following a <see cref="PathProblem{TState}"/> along the paths of a function found.</summary>
/// <typeparam name="TState">The problem's state.</typeparam>
public sealed class PathExploration<TState>
    where TState : struct, IEquatable<TState>
{
    private const int MaxPointsPerBlock = 32;
    private readonly PathProblem<TState> problem;
    private readonly ConditionTable conditions;
    private readonly bool keepWeak;
    private readonly List<PathPoint<TState>>?[] points;
    private readonly Queue<PathPoint<TState>> work = [];
    private readonly List<PathExit<TState>> exits = [];
    private readonly Dictionary<FlowEdge, List<TState>> along = [];

    internal PathExploration(ControlFlowGraph graph, ConditionTable conditions, PathProblem<TState> problem, bool keepWeak)
    {
        this.problem = problem;
        this.conditions = conditions;
        this.keepWeak = keepWeak;
        points = new List<PathPoint<TState>>?[graph.Blocks.Length];
        Reach(graph.Entry, problem.Initial, PathFacts.None, null, null);
        Run();
    }

    /// <summary>False if a block had more different states than are followed: then paths are missing.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>The ways out of blocks that end the function or a part of it, with the states on them, in no order.</summary>
    public IReadOnlyList<PathExit<TState>> Exits => exits;

    /// <summary>The states in which paths go along an edge.</summary>
    public IReadOnlyList<TState> Along(FlowEdge edge) => along.TryGetValue(edge, out var states) ? states : [];

    /// <summary>The states in which paths reach a block.</summary>
    public IReadOnlyList<PathPoint<TState>> At(FlowBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return points[block.Index] ?? [];
    }

    private void Run()
    {
        var context = new PathStepContext<TState>(conditions);
        var alternatives = new List<(TState State, PathFacts Facts)>();
        while (work.TryDequeue(out var point))
        {
            point.IsQueued = false;
            alternatives.Clear();
            alternatives.Add((point.State, point.Facts));
            foreach (var node in point.Block.Nodes)
            {
                for (int i = 0, count = alternatives.Count; i < count; i++)
                {
                    var (state, facts) = alternatives[i];
                    context.Facts = conditions.Apply(node, facts, keepWeak);
                    state = problem.Apply(node, state, context);
                    alternatives[i] = (state, context.Facts);
                    alternatives.AddRange(context.Forks);
                    context.Forks.Clear();
                }
            }

            foreach (var (state, facts) in alternatives)
            {
                foreach (var edge in point.Block.Successors)
                {
                    var known = facts;
                    if (conditions.Take(edge, ref known) && problem.Take(edge, state) is { } next)
                    {
                        if (edge.Kind is FlowEdgeKind.Return or FlowEdgeKind.Panic or FlowEdgeKind.Goexit)
                        {
                            Leave(point, edge, next, known);
                        }

                        if (!along.TryGetValue(edge, out var states))
                        {
                            states = [];
                            along.Add(edge, states);
                        }

                        if (!states.Contains(next))
                        {
                            states.Add(next);
                        }

                        Reach(edge.To, next, known, edge, point);
                    }
                }
            }
        }
    }

    private void Leave(PathPoint<TState> point, FlowEdge edge, TState state, PathFacts facts)
    {
        for (var i = 0; i < exits.Count; i++)
        {
            if (exits[i].Edge == edge && exits[i].State.Equals(state))
            {
                exits[i] = exits[i] with { Facts = exits[i].Facts.Meet(facts) };
                return;
            }
        }

        exits.Add(new PathExit<TState>(point, edge, state, facts));
    }

    private void Reach(FlowBlock block, TState state, PathFacts facts, FlowEdge? via, PathPoint<TState>? from)
    {
        var here = points[block.Index] ??= [];
        foreach (var point in here)
        {
            if (point.State.Equals(state))
            {
                var met = point.Facts.Meet(facts);
                if (met != point.Facts)
                {
                    point.Facts = met;
                    Enqueue(point);
                }

                return;
            }
        }

        if (here.Count == MaxPointsPerBlock)
        {
            IsComplete = false;
            return;
        }

        var added = new PathPoint<TState>(block, state, facts, via, from);
        here.Add(added);
        Enqueue(added);
    }

    private void Enqueue(PathPoint<TState> point)
    {
        if (!point.IsQueued)
        {
            point.IsQueued = true;
            work.Enqueue(point);
        }
    }
}
