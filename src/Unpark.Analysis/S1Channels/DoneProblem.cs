using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S1Channels;

/// <summary>Follows whether one of some calls was made.</summary>
internal sealed class DoneProblem : PathProblem<DoneProblem.Called>
{
    private readonly HashSet<Node> steps = new(ReferenceEqualityComparer.Instance);

    public DoneProblem(FlowFunction function, List<CallExpr> calls)
    {
        foreach (var call in calls)
        {
            if (GraphSteps.Of(function, call) is { } step)
            {
                steps.Add(step);
            }
        }
    }

    /// <inheritdoc/>
    public override Called Initial => default;

    /// <inheritdoc/>
    public override Called Apply(FlowNode node, Called state, PathStepContext<Called> context) =>
        steps.Contains(node.Syntax) && node.Kind != FlowNodeKind.RunDefers ? new Called(true) : state;

    /// <summary>Whether the call was made.</summary>
    internal readonly record struct Called(bool IsDone);
}
