using Unpark.Analysis.Goroutines;
using Unpark.Analysis.Obligations;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S2Context;

/// <summary>
/// Finds a goroutine that waits for a context or for a channel by which its starter tells that it is over, where the starter
/// returns on some way without telling: the goroutine stays until the context is done, if that ever happens.
/// </summary>
internal static class AbandonedWaiter
{
    /// <summary>Looks at a goroutine that is a function literal.</summary>
    public static void Check(IgnoredContextRule rule, PackageContext package, FlowFunction function, GoStmt go)
    {
        if (Callees.Unparen(go.Call.Fun) is not FuncLit literal || !go.Call.Args.IsEmpty || package.Flow.FunctionOf(literal) is not { } goroutine
            || goroutine.Body.List is not [SelectStmt { Body.List: [CommClause first, CommClause second] } select, ..]
            || !goroutine.LoopStatements.IsEmpty || Lifetimes.IsHandler(function) || Lifetimes.IsForTheProcess(function))
        {
            return;
        }

        var (done, signal) = DoneReceive.Of(goroutine, first.Comm) is { } context ? (context, second) : (DoneReceive.Of(goroutine, second.Comm), first);
        if (done == null || IsCancelledHere(function, done.Context) || DoneReceive.ChannelOf(signal.Comm) is not Ident name
            || function.File.UseOf(name) is not Var channel || MakeOf(function, channel) is not { } make)
        {
            return;
        }

        var acquisition = new Acquisition(function, make, go, name, channel);
        UseEffect EffectOf(Ident use) => IsIn(use, literal) || function.Parents.Of(use) is UnaryExpr { Op: TokenKind.Arrow }
            ? UseEffect.None
            : UseEffect.Discharges;
        var told = NodeSearch.All<Ident>(function.Body).FindAll(use => function.File.UseOf(use) == channel && EffectOf(use) == UseEffect.Discharges);
        if (told.Count == 0 || told[0].Pos < go.Pos)
        {
            // Nobody tells, on any way: the goroutine is for the life of the context. Or it is seen to before it begins.
            return;
        }

        var leaks = ObligationCheck.Leaks(acquisition, EffectOf).FindAll(l => !l.IsOverwrite);
        if (leaks.Count == 0)
        {
            return;
        }

        var file = function.File.Tree.File;
        var text = file.Text(done.Context.Pos, done.Context.End);
        package.Report(new Finding(rule.Rule, Confidence.Likely, new SourceSpan(file, go.Go, literal.Type.End), function.Name,
            $"this goroutine waits until {text} is done {ObligationCheck.Ending(acquisition, leaks)}: nothing is said on {name.Name} there",
            [
                new RelatedPlace(new SourceSpan(file, select.Select, select.Select + "select".Length), "it waits here"),
                .. leaks.ConvertAll(l => new RelatedPlace(ObligationCheck.PlaceOf(acquisition, l), $"returns here without a word on {name.Name}")),
            ],
            []));
    }

    // done := make(chan struct{}), in the function itself.
    private static CallExpr? MakeOf(FlowFunction function, Var channel) =>
        function.Locals.Of(channel) is { OnlyValue: { } value } local && local.Function == function
        && Callees.Unparen(value) is CallExpr { Fun: Ident { Name: "make" } } make
            ? make
            : null;

    // A context that is made here is cancelled here, or that is another rule's.
    private static bool IsCancelledHere(FlowFunction function, Expr context) =>
        context is Ident name && (function.File.UseOf(name) is not Var variable || variable.Kind != VarKind.Parameter
            || function.Locals.Of(variable) is not { Assignments: 1 });

    private static bool IsIn(Node node, Node outer) => node.Pos >= outer.Pos && node.End <= outer.End;
}
