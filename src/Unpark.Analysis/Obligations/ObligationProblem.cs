using Unpark.Analysis.Goroutines;
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
    private readonly Dictionary<RangeStmt, bool> captured = new(ReferenceEqualityComparer.Instance);
    private readonly List<Node> overwrites = [];

    private readonly Var? ending;
    private HashSet<Var>? kept;
    private readonly Var? error;
    private readonly bool mayBeNil;
    private readonly Func<FlowEdge, bool>? ends;

    public ObligationProblem(Acquisition acquisition, Func<Ident, UseEffect> effectOf, Var? ending, Var? error,
        bool mayBeNil, Func<FlowEdge, bool>? ends)
    {
        this.acquisition = acquisition;
        this.effectOf = effectOf;
        this.ending = ending;
        this.error = error;
        this.mayBeNil = mayBeNil;
        this.ends = ends;
    }

    /// <inheritdoc/>
    public override DutyState Initial => new(IsTakenOver ? Duty.Owed : Duty.None);

    /// <summary>True if the obligation is open when the function begins: a goroutine that has taken it over.</summary>
    public bool IsTakenOver { get; init; }

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

            if (error != null && context.Conditions.ConditionThatNil(error) is { } noError)
            {
                context.Fork(new DutyState(Duty.Met), context.Facts.With(noError.Number, false));
                context.Facts = context.Facts.With(noError.Number, true);
            }

            if (context.Conditions.ConditionThatNil(acquisition.Variable) is { } isNil)
            {
                if (mayBeNil)
                {
                    context.Fork(new DutyState(Duty.Met), context.Facts.With(isNil.Number, true));
                }

                context.Facts = context.Facts.With(isNil.Number, false);
            }

            return new DutyState(Duty.Owed);
        }

        if (state.Duty != Duty.None && node.Syntax is AssignStmt assign && Assigns(assign))
        {
            if (state.Duty == Duty.Owed && !AssignsNil(assign))
            {
                Overwritten(assign);
            }

            return default;
        }

        return state;
    }

    /// <inheritdoc/>
    public override DutyState? Take(FlowEdge edge, DutyState state) =>
        // A loop whose body hands the variable on is taken to run at least once. What is nil was not taken over.
        state.Duty == Duty.Owed && ((edge is { Kind: FlowEdgeKind.Done, Syntax: RangeStmt loop } && IsCapturedIn(loop))
            || (ends != null && ends(edge)) || (IsTakenOver && RoundTrip.NeedsNil(acquisition.Function, edge, acquisition.Variable)))
            ? new DutyState(Duty.Met)
            : state;

    private bool IsCapturedIn(RangeStmt loop)
    {
        if (!captured.TryGetValue(loop, out var found))
        {
            var finder = new UseFinder(acquisition, effectOf) { OnlyInLiterals = true };
            finder.Visit(loop.Body);
            found = finder.Found;
            captured.Add(loop, found);
        }

        return found;
    }

    // cancel = nil: it is given up on purpose.
    private bool AssignsNil(AssignStmt assign) =>
        assign.Rhs is [var value] && acquisition.Function.File.TypeOf(value).IsNil;

    // case <-ctx.Done(): what ends the context has been done.
    private bool IsEnd(FlowNode node) =>
        ending != null && node.Kind is FlowNodeKind.Communication or FlowNodeKind.Statement
        && node.Syntax is ExprStmt { X: UnaryExpr { Op: TokenKind.Arrow, X: var channel } }
        && Callees.Unparen(channel) is CallExpr { Fun: SelectorExpr { Sel.Name: "Done", X: var context } }
        && IsEnding(Callees.Unparen(context));

    // The context's variable, or a field that is given the context where it is made.
    private bool IsEnding(Expr context)
    {
        var file = acquisition.Function.File;
        if (context is SelectorExpr { Sel: var field })
        {
            kept ??= KeptIn(ending!);
            return file.UseOf(field) is Var { IsField: true } named && kept.Contains(named.Origin);
        }

        return context is Ident name && file.UseOf(name) == ending;
    }

    private HashSet<Var> KeptIn(Var context)
    {
        var file = acquisition.Function.File;
        var fields = new HashSet<Var>();
        NodeSearch.Any(acquisition.Function.Body, node =>
        {
            var target = node switch
            {
                KeyValueExpr { Key: Ident key, Value: Ident value } when file.UseOf(value) == context => key,
                AssignStmt { Lhs: [SelectorExpr { Sel: var set }], Rhs: [Ident value] } when file.UseOf(value) == context => set,
                _ => null,
            };
            if (target != null && file.UseOf(target) is Var { IsField: true } field)
            {
                fields.Add(field.Origin);
            }

            return false;
        });
        return fields;
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
                found = UseFinder.Discharges(acquisition, effectOf, node.Syntax) || IsEnd(node);
            }

            discharges.Add(node, found);
        }

        return found;
    }
}
