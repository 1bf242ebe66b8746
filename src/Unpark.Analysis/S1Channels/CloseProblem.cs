using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>Follows whether a channel is closed along the paths of a function.</summary>
internal sealed class CloseProblem : PathProblem<CloseProblem.Closed>
{
    private readonly FlowFunction function;
    private readonly AccessPath path;
    private readonly Dictionary<Node, List<CloseAction>> actions = new(ReferenceEqualityComparer.Instance);
    private readonly List<Node> places = [];
    private readonly Dictionary<Node, CloseMisuse> found = new(ReferenceEqualityComparer.Instance);

    private CloseProblem(FlowFunction function, ClosingFunctions closers, AccessPath path)
    {
        this.function = function;
        this.path = path;
        foreach (var action in closers.ActionsOn(function, path))
        {
            if (GraphSteps.Of(function, action.Place) is { } step)
            {
                if (!actions.TryGetValue(step, out var list))
                {
                    list = [];
                    actions.Add(step, list);
                }

                list.Add(action);
                places.Add(action.Place);
            }
        }
    }

    /// <inheritdoc/>
    public override Closed Initial => default;

    /// <summary>The uses of the channel when it is closed.</summary>
    public static IEnumerable<CloseMisuse> Find(FlowFunction function, ClosingFunctions closers, AccessPath path)
    {
        var problem = new CloseProblem(function, closers, path);
        if (problem.places.Count < 2 && !problem.places.Exists(p => Loops.IsIn(function, p)))
        {
            return [];
        }

        PathExplorer.Explore(function.Graph, new ConditionTable(function), problem, true);
        return problem.found.Values;
    }

    /// <inheritdoc/>
    public override Closed Apply(FlowNode node, Closed state, PathStepContext<Closed> context)
    {
        if (node.Kind == FlowNodeKind.RunDefers)
        {
            if (state.Deferred != 0 && state.Since != 0)
            {
                Add(places[state.Deferred - 1], state.Since, false, true);
            }

            return state;
        }

        if (node.Kind is FlowNodeKind.Select or FlowNodeKind.RangeNext)
        {
            return node.Kind == FlowNodeKind.RangeNext && Assigns(node.Syntax) ? default : state;
        }

        if (actions.TryGetValue(node.Syntax, out var here))
        {
            foreach (var action in here)
            {
                state = Apply(action, state);
            }
        }

        return Assigns(node.Syntax) ? state with { Since = 0 } : state;
    }

    /// <inheritdoc/>
    public override Closed? Take(FlowEdge edge, Closed state)
    {
        // Asked before it is closed: select { case <-c: default: close(c) }.
        if (edge is { Kind: FlowEdgeKind.Chosen, Syntax: CommClause { Comm: null } })
        {
            return state with { Since = 0 };
        }

        return state;
    }

    private Closed Apply(CloseAction action, Closed state)
    {
        if (action.IsDeferred)
        {
            if (state.Deferred != 0)
            {
                Add(action.Place, state.Deferred, false, false);
            }

            return state with { Deferred = (byte)(places.IndexOf(action.Place) + 1) };
        }

        if (state.Since != 0)
        {
            Add(action.Place, state.Since, action.IsSend, false);
        }

        return action.IsSend ? state : state with { Since = (byte)(places.IndexOf(action.Place) + 1) };
    }

    private void Add(Node place, byte since, bool isSend, bool isAtReturn) =>
        found.TryAdd(isAtReturn ? places[since - 1] : place, new CloseMisuse(place, places[since - 1], isSend, isAtReturn));

    private bool Assigns(Node node)
    {
        switch (node)
        {
            case AssignStmt assign:
                foreach (var target in assign.Lhs)
                {
                    if (IsOnPath(target))
                    {
                        return true;
                    }
                }

                return false;
            case RangeStmt range:
                return (range.Key != null && IsOnPath(range.Key)) || (range.Value != null && IsOnPath(range.Value));
            case IncDecStmt step:
                return IsOnPath(step.X);
            case DeclStmt:
                return function.Locals.Of(path.Root)?.Function == function && node.Pos <= path.Root.Offset && path.Root.Offset < node.End;
            default:
                return false;
        }
    }

    private bool IsOnPath(Expr target)
    {
        target = Callees.Unparen(target);
        if (target is Ident ident && function.File.ObjectOf(ident) is Var variable)
        {
            return path.DependsOn(variable);
        }

        return target is SelectorExpr selector && function.File.UseOf(selector.Sel) is Var field
            && path.Steps.Any(s => s.Field == field.Origin);
    }

    /// <summary>What is known of the channel.</summary>
    /// <param name="Since">The number of the close, from 1; 0 if it is open.</param>
    /// <param name="Deferred">The number of the deferred close; 0 if there is none.</param>
    internal readonly record struct Closed(byte Since, byte Deferred);
}
