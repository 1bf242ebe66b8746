using System.Collections.Immutable;
using System.Globalization;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.Obligations;

/// <summary>Finds the paths on which what a call gave is not released.</summary>
internal static class ObligationCheck
{
    /// <summary>The places at which the obligation is left open, in source order.</summary>
    /// <param name="acquisition">The call.</param>
    /// <param name="effectOf">What naming the variable does.</param>
    /// <param name="context">A context whose end meets the obligation, or null.</param>
    /// <param name="error">An error beside the result: if it is not nil there is no obligation.</param>
    /// <param name="mayBeNil">True if the result may be nil, and then there is no obligation.</param>
    /// <param name="ends">True of an edge behind which there is no obligation any more, or null.</param>
    public static List<ObligationLeak> Leaks(Acquisition acquisition, Func<Ident, UseEffect> effectOf,
        Var? context = null, Var? error = null, bool mayBeNil = false, Func<FlowEdge, bool>? ends = null)
    {
        var leaks = new List<ObligationLeak>();
        var function = acquisition.Function;

        // A variable of an outer function outlives this one, and a named result is handed to the caller.
        if (acquisition.Variable.Kind == VarKind.Result
            || function.Locals.Of(acquisition.Variable) is not { IsAddressTaken: false } local
            || local.Function != function || IsMetByEarlierLiteral(acquisition, effectOf))
        {
            return leaks;
        }

        var problem = new ObligationProblem(acquisition, effectOf, context, error, mayBeNil, ends);
        var conditions = new ConditionTable(function);
        var exploration = PathExplorer.Explore(function.Graph, conditions, problem, true);
        foreach (var exit in exploration.Exits)
        {
            if (exit.Edge.Kind == FlowEdgeKind.Return && exit.State.Duty == Duty.Owed)
            {
                leaks.Add(new ObligationLeak(exit.Edge.Syntax!, false)
                {
                    IsFailure = exit.Edge.Syntax is ReturnStmt statement && ReturnOutcome.IsError(function)
                        && ReturnOutcome.Of(function, conditions, statement, exit.Facts) == false,
                });
            }
        }

        foreach (var place in problem.Overwrites)
        {
            leaks.Add(new ObligationLeak(place, true));
        }

        leaks.Sort((x, y) => PlaceOf(acquisition, x).Start.CompareTo(PlaceOf(acquisition, y).Start));
        return leaks;
    }

    /// <summary>
    /// The goroutine that alone takes over the obligation: a literal that a go statement behind the call starts, and that is
    /// the only code to name the variable in a way that meets it; null if there is none.
    /// </summary>
    public static FlowFunction? Heir(Acquisition acquisition, Func<Ident, UseEffect> effectOf)
    {
        var function = acquisition.Function;
        FlowFunction? heir = null;
        foreach (var go in function.Goroutines)
        {
            if (go.Pos > acquisition.Statement.End && go.Call.Args.IsEmpty && Callees.Unparen(go.Call.Fun) is FuncLit literal
                && UseFinder.Discharges(acquisition, effectOf, literal))
            {
                if (heir != null || LoopAround(function, go) != LoopAround(function, acquisition.Statement))
                {
                    return null;
                }

                heir = function.Package.FunctionOf(literal);
            }
        }

        if (heir == null || function.Locals.Of(acquisition.Variable) is not { Assignments: 1, IsAddressTaken: false })
        {
            return null;
        }

        var others = new UseFinder(acquisition, effectOf) { Except = heir.Syntax };
        others.Visit(function.Body);
        return others.Found ? null : heir;
    }

    /// <summary>The returns of a goroutine that has taken the obligation over at which it is still open.</summary>
    public static List<ObligationLeak> LeaksOf(FlowFunction heir, Acquisition acquisition, Func<Ident, UseEffect> effectOf, Var? context)
    {
        var leaks = new List<ObligationLeak>();
        var problem = new ObligationProblem(acquisition, effectOf, context, null, false, null) { IsTakenOver = true };
        foreach (var exit in PathExplorer.Explore(heir.Graph, new ConditionTable(heir), problem, true).Exits)
        {
            if (exit.Edge.Kind == FlowEdgeKind.Return && exit.State.Duty == Duty.Owed)
            {
                leaks.Add(new ObligationLeak(exit.Edge.Syntax!, false));
            }
        }

        leaks.Sort((x, y) => PlaceOf(acquisition, x).Start.CompareTo(PlaceOf(acquisition, y).Start));
        return leaks;
    }

    private static Stmt? LoopAround(FlowFunction function, Node node) => Goroutines.Lifetimes.LoopAround(function, node);

    // A literal that was made before the call sees the variable when it runs, and it may run at any time.
    private static bool IsMetByEarlierLiteral(Acquisition acquisition, Func<Ident, UseEffect> effectOf) =>
        acquisition.Function.Literals.Any(literal => literal.Syntax.End <= acquisition.Statement.Pos
            && UseFinder.Discharges(acquisition, effectOf, literal.Body));

    /// <summary>The place of a leak; of a function that ends without a return its closing brace.</summary>
    public static SourceSpan PlaceOf(Acquisition acquisition, ObligationLeak leak)
    {
        var file = acquisition.Function.File.Tree.File;
        return leak.Place is BlockStmt { Rbrace: >= 0 } body
            ? new SourceSpan(file, body.Rbrace, body.Rbrace + 1)
            : SourceSpan.Of(file, leak.Place);
    }

    /// <summary>What happens at the leaks, to end a message with: <c>when the function returns at line 3</c>.</summary>
    public static string Ending(Acquisition acquisition, List<ObligationLeak> leaks, bool inGoroutine = false)
    {
        var returns = leaks.FindAll(l => !l.IsOverwrite);
        if (returns.Count == 0)
        {
            return leaks[0].Place == acquisition.Statement
                ? "before the next iteration makes another one"
                : $"before it is overwritten at line {PlaceOf(acquisition, leaks[0]).StartPosition.Line}";
        }

        var verb = returns is [{ Place: BlockStmt }] ? "ends" : "returns";
        var what = inGoroutine ? "goroutine" : "function";
        var lines = returns.ConvertAll(l =>
            PlaceOf(acquisition, l).StartPosition.Line.ToString(CultureInfo.InvariantCulture));
        return lines.Count == 1
            ? $"when the {what} {verb} at line {lines[0]}"
            : $"when the {what} {verb} at lines {string.Join(", ", lines.Take(lines.Count - 1))} and {lines[^1]}";
    }

    /// <summary>The steps that lead to the leaks.</summary>
    /// <param name="acquisition">The call.</param>
    /// <param name="leaks">The leaks.</param>
    /// <param name="made">What the call does, such as <c>started</c>.</param>
    /// <param name="missing">What is missing, such as <c>calling cancel</c>.</param>
    public static ImmutableArray<RelatedPlace> Steps(Acquisition acquisition, List<ObligationLeak> leaks, string made,
        string missing)
    {
        var file = acquisition.Function.File.Tree.File;
        var steps = ImmutableArray.CreateBuilder<RelatedPlace>(leaks.Count + 1);
        steps.Add(new RelatedPlace(SourceSpan.Of(file, acquisition.Call), made + " here"));
        foreach (var leak in leaks)
        {
            var step = leak switch
            {
                { IsOverwrite: true } when leak.Place == acquisition.Statement => "made again here without ",
                { IsOverwrite: true } => "overwritten here without ",
                { Place: BlockStmt } => "ends here without ",
                _ => "returns here without ",
            };
            steps.Add(new RelatedPlace(PlaceOf(acquisition, leak), step + missing));
        }

        return steps.ToImmutable();
    }
}
