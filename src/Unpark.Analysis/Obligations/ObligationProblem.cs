using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.Obligations;

/// <summary>Follows the obligation that one call makes along the paths of the function.</summary>
internal sealed class ObligationProblem : PathProblem<DutyState>
{
    private readonly Acquisition acquisition;
    private readonly Func<Ident, UseEffect> effectOf;
    private readonly Dictionary<FlowNode, bool> discharges = [];
    private readonly List<Node> overwrites = [];

    public ObligationProblem(Acquisition acquisition, Func<Ident, UseEffect> effectOf)
    {
        this.acquisition = acquisition;
        this.effectOf = effectOf;
    }

    /// <inheritdoc/>
    public override DutyState Initial => default;

    /// <summary>The assignments that overwrite the variable while the obligation is open.</summary>
    public IReadOnlyList<Node> Overwrites => overwrites;

    /// <inheritdoc/>
    public override DutyState Apply(FlowNode node, DutyState state, PathStepContext<DutyState> context)
    {
        if (node.Kind == FlowNodeKind.RunDefers)
        {
            return state;
        }

        if (state.Duty == Duty.Owed && Discharges(node))
        {
            state = new DutyState(Duty.Met);
        }

        if (node.Syntax == acquisition.Statement)
        {
            if (state.Duty == Duty.Owed)
            {
                Overwritten(acquisition.Statement);
            }

            if (context.Conditions.ConditionThatNil(acquisition.Variable) is { } isNil)
            {
                context.Facts = context.Facts.With(isNil.Number, false);
            }

            return new DutyState(Duty.Owed);
        }

        if (state.Duty != Duty.None && node.Syntax is AssignStmt assign && Assigns(assign))
        {
            if (state.Duty == Duty.Owed)
            {
                Overwritten(assign);
            }

            return default;
        }

        return state;
    }

    // Once it is met the path has nothing more to tell, but for coming round to the call again.
    private bool Assigns(AssignStmt assign)
    {
        foreach (var target in assign.Lhs)
        {
            if (Callees.Unparen(target) is Ident ident
                && acquisition.Function.File.ObjectOf(ident) == acquisition.Variable)
            {
                return true;
            }
        }

        return false;
    }

    private void Overwritten(Node place)
    {
        if (!overwrites.Contains(place))
        {
            overwrites.Add(place);
        }
    }

    private bool Discharges(FlowNode node)
    {
        if (!discharges.TryGetValue(node, out var found))
        {
            // The head of a select or range statement is a step of its own; its body is others.
            if (node.Kind is not (FlowNodeKind.Select or FlowNodeKind.RangeNext))
            {
                var finder = new UseFinder(acquisition, effectOf);
                finder.Visit(node.Syntax);
                found = finder.Found;
            }

            discharges.Add(node, found);
        }

        return found;
    }

    private sealed class UseFinder(Acquisition acquisition, Func<Ident, UseEffect> effectOf) : SyntaxVisitor
    {
        public bool Found { get; private set; }

        public override void VisitIdent(Ident node)
        {
            if (!Found && node.Name == acquisition.Variable.Name
                && acquisition.Function.File.UseOf(node) == acquisition.Variable)
            {
                Found = effectOf(node) == UseEffect.Discharges;
            }
        }
    }
}
