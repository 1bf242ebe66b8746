using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>Follows whether a function uses a function it is given.</summary>
internal sealed class RunProblem : PathProblem<RunProblem.Used>
{
    private readonly FlowFunction function;
    private readonly Var parameter;

    private RunProblem(FlowFunction function, Var parameter)
    {
        this.function = function;
        this.parameter = parameter;
    }

    /// <inheritdoc/>
    public override Used Initial => default;

    /// <summary>
    /// The return of a function on which it has not named its parameter, though on another way it starts it as a goroutine;
    /// null if there is none.
    /// </summary>
    /// <param name="function">The function.</param>
    /// <param name="index">The number of the parameter.</param>
    public static Node? Skips(FlowFunction function, int index)
    {
        Var? parameter = null;
        foreach (var field in function.Type.Params.List)
        {
            foreach (var name in field.Names)
            {
                if (index-- == 0)
                {
                    parameter = function.File.DefOf(name) as Var;
                }
            }
        }

        if (parameter == null || WaitGroupMentions.Count(function, parameter) == 0)
        {
            return null;
        }

        var exploration = PathExplorer.Explore(function.Graph, new ConditionTable(function), new RunProblem(function, parameter), true);
        return exploration.IsComplete
            ? exploration.Exits.FirstOrDefault(e => e.Edge.Kind == FlowEdgeKind.Return && !e.State.IsUsed)?.Edge.Syntax
            : null;
    }

    /// <inheritdoc/>
    public override Used Apply(FlowNode node, Used state, PathStepContext<Used> context) =>
        !state.IsUsed && node.Kind is not (FlowNodeKind.RunDefers or FlowNodeKind.Select or FlowNodeKind.RangeNext)
            && WaitGroupMentions.Count(function.File, node.Syntax, parameter) > 0
            ? new Used(true)
            : state;

    /// <summary>Whether it was named.</summary>
    internal readonly record struct Used(bool IsUsed);
}
