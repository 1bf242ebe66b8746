namespace Unpark.Flow;

/// <summary>Follows a <see cref="PathProblem{TState}"/> along the paths of a function.</summary>
/// <typeparam name="TState">The problem's state.</typeparam>
public sealed class PathExplorer<TState>
    where TState : struct, IEquatable<TState>
{
    private const int MaxPointsPerBlock = 32;
    private readonly PathProblem<TState> problem;
    private readonly ConditionTable conditions;
    private readonly bool keepWeak;
    private readonly List<PathPoint<TState>>?[] points;
    private readonly Queue<PathPoint<TState>> work = [];
    private readonly List<(PathPoint<TState> Point, FlowEdge Edge, TState State)> exits = [];

    private PathExplorer(ControlFlowGraph graph, ConditionTable conditions, PathProblem<TState> problem, bool keepWeak)
    {
        this.problem = problem;
        this.conditions = conditions;
        this.keepWeak = keepWeak;
        points = new List<PathPoint<TState>>?[graph.Blocks.Length];
    }

    /// <summary>False if a block had more different states than are followed: then paths are missing.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>The ways out of blocks that end the function or a part of it, with the states on them, in no order.</summary>
    public IReadOnlyList<(PathPoint<TState> Point, FlowEdge Edge, TState State)> Exits => exits;

    /// <summary>Explores a function. O(blocks * states * conditions).</summary>
    /// <param name="graph">The function's graph.</param>
    /// <param name="conditions">Its conditions.</param>
    /// <param name="problem">What is followed.</param>
    /// <param name="keepWeak">True to assume that a call leaves alone what is asked before and after it.</param>
    public static PathExplorer<TState> Explore(ControlFlowGraph graph, ConditionTable conditions,
        PathProblem<TState> problem, bool keepWeak)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(problem);
        var explorer = new PathExplorer<TState>(graph, conditions, problem, keepWeak);
        explorer.Reach(graph.Entry, problem.Initial, PathFacts.None, null, null);
        explorer.Run();
        return explorer;
    }

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
                            Leave(point, edge, next);
                        }

                        Reach(edge.To, next, known, edge, point);
                    }
                }
            }
        }
    }

    private void Leave(PathPoint<TState> point, FlowEdge edge, TState state)
    {
        foreach (var exit in exits)
        {
            if (exit.Edge == edge && exit.State.Equals(state))
            {
                return;
            }
        }

        exits.Add((point, edge, state));
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
