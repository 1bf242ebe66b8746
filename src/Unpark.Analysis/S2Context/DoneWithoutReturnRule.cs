using System.Collections.Immutable;
using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S2Context;

/// <summary>UP210: the case for a context that is done goes on with the loop.</summary>
internal sealed class DoneWithoutReturnRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP210", "done-without-return", 2, RuleProfile.Leaks,
        "The case for ctx.Done() does not leave the loop: once the context is done, the loop spins on that case.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (function.LoopStatements.IsEmpty)
            {
                continue;
            }

            foreach (var select in function.Selects)
            {
                foreach (var statement in select.Body.List)
                {
                    if (statement is not CommClause clause)
                    {
                        continue;
                    }

                    if (DoneReceive.Of(function, clause.Comm) is { } done)
                    {
                        Check(package, function, select, clause, done);
                    }
                    else if (clause.Body is [.., BranchStmt { Tok: TokenKind.Break, Label: null } last]
                        && StopChannel(package, function, clause) is { } stop)
                    {
                        CheckStop(package, function, select, clause, last, stop);
                    }
                }
            }
        }
    }

    private void Check(PackageContext package, FlowFunction function, SelectStmt select, CommClause clause, DoneReceive done)
    {
        if (LoopSelects.BlockOf(function, clause) is not { } start || LoopSelects.BlockOf(function, select) is not { } waiting
            || LoopSelects.LoopOf(function, start) is not { } loop || !loop.Contains(waiting)
            || VariableOf(function, done.Context) is not { } variable || Assigned.In(function, loop.Syntax, variable))
        {
            return;
        }

        var reached = loop.Reach(start, block => block == waiting);
        if (!reached.Contains(waiting))
        {
            return;
        }

        var file = function.File.Tree.File;
        var context = file.Text(done.Context.Pos, done.Context.End);
        var last = clause.Body is [.., BranchStmt { Tok: TokenKind.Break, Label: null } branch] ? branch : null;
        var leaves = reached.Any(block => block != waiting
            && (block.Ending == FlowEnding.Process || block.Ending == FlowEnding.Blocked
                || loop.Exits.Any(exit => exit.From == block)));
        if ((leaves && (last == null || IsAskedLater(function, loop, select, clause, [variable]))) || SetsFlag(function, loop, select, clause))
        {
            return;
        }

        var message = last != null
            ? $"this break leaves only the select: the loop goes on after {context} is done"
            : $"the case for {context}.Done() does not leave the loop, which spins on it once {context} is done";
        var place = last != null
            ? SourceSpan.Of(file, last)
            : new SourceSpan(file, clause.Case, clause.Colon + 1);
        var isEmpty = clause.Body.Length == (last == null ? 0 : 1);
        var confidence = !leaves && isEmpty ? Confidence.Proved
            : !isEmpty && CallsSomething(clause) && AnotherLeaves(function, loop, select, clause, waiting) ? Confidence.Possible
            : Confidence.Likely;
        package.Report(new Finding(Rule, confidence,
            place, function.Name, message,
            [
                new RelatedPlace(new SourceSpan(file, clause.Case, clause.Colon + 1), $"{context} is done: chosen every time from now on"),
                new RelatedPlace(new SourceSpan(file, loop.Syntax.Pos, loop.HeadEnd), "the loop goes on here"),
            ],
            DoneFix.Of(function, loop, clause, last, context)));
    }

    // A channel that tells nothing but that it is time to end: of empty structs or signals, and not one of those whose closing
    // UP107 follows.
    private static Expr? StopChannel(PackageContext package, FlowFunction function, CommClause clause) =>
        DoneReceive.ChannelOf(clause.Comm) is { } channel
        && GoTypes.Unalias(function.File.TypeOf(channel).Type ?? UnknownType.Instance).Underlying is ChanType { Elem: var element }
        && (element.Underlying is StructType { Fields.IsEmpty: true } || GoTypes.IsNamed(element, "os", "Signal"))
        && (ChannelUses.VariableOf(function.File, channel) is not { } variable
            || !package.Flow.Channels.Of(variable).Any(u => u.Kind == ChannelUseKind.Close))
            ? channel
            : null;

    // break at the end of a case does nothing; who writes it means the loop.
    private void CheckStop(PackageContext package, FlowFunction function, SelectStmt select, CommClause clause, BranchStmt last, Expr stop)
    {
        if (LoopSelects.BlockOf(function, clause) is not { } start || LoopSelects.BlockOf(function, select) is not { } waiting
            || LoopSelects.LoopOf(function, start) is not { Syntax: ForStmt } loop || !loop.Contains(waiting))
        {
            return;
        }

        var reached = loop.Reach(start, block => block == waiting);
        if (!reached.Contains(waiting) || SetsFlag(function, loop, select, clause)
            || reached.Any(b => b != waiting && (b.Ending != FlowEnding.None || loop.Exits.Any(e => e.From == b))))
        {
            return;
        }

        var file = function.File.Tree.File;
        var text = file.Text(stop.Pos, stop.End);
        package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(file, last), function.Name,
            $"this break leaves only the select: the loop goes on after {text} has told it to end",
            [
                new RelatedPlace(new SourceSpan(file, clause.Case, clause.Colon + 1), $"{text} is chosen here"),
                new RelatedPlace(new SourceSpan(file, loop.Syntax.Pos, loop.HeadEnd), "the loop goes on here"),
            ], []));
    }

    // What the case calls may make another case ready, and that one leaves the loop.
    private static bool CallsSomething(CommClause clause) => clause.Body.Any(s => s is ExprStmt { X: CallExpr } or AssignStmt);

    private static bool AnotherLeaves(FlowFunction function, FunctionLoop loop, SelectStmt select, CommClause clause, FlowBlock waiting)
    {
        foreach (var statement in select.Body.List)
        {
            if (statement is CommClause { Comm: not null } other && other != clause && LoopSelects.BlockOf(function, other) is { } start
                && (!loop.Contains(start) || loop.Reach(start, b => b == waiting).Any(b => b != waiting && loop.Exits.Any(e => e.From == b))))
            {
                return true;
            }
        }

        return false;
    }

    private static Var? VariableOf(FlowFunction function, Expr context) => Callees.Unparen(context) switch
    {
        Ident name => function.File.UseOf(name) as Var,
        SelectorExpr { Sel: var name } => function.File.UseOf(name) is Var { IsField: true } field ? field.Origin : null,
        CallExpr { Fun: SelectorExpr { Sel.Name: "Context", X: var x }, Args.IsEmpty: true } => VariableOf(function, x),
        _ => null,
    };

    // if ctx.Err() != nil { return }, behind the select or as the loop's condition; or a variable that the case sets.
    private static bool IsAskedLater(FlowFunction function, FunctionLoop loop, SelectStmt select, CommClause clause,
        HashSet<Var> wanted)
    {
        foreach (var statement in clause.Body)
        {
            Assigned.Collect(function, statement, wanted);
        }

        var search = new LaterSearch(function.File, wanted, select);
        search.Visit(loop.Syntax);
        return search.Found;
    }

    // done = true, which another case or the code around asks for.
    private static bool SetsFlag(FlowFunction function, FunctionLoop loop, SelectStmt select, CommClause clause)
    {
        var set = new HashSet<Var>();
        foreach (var statement in clause.Body)
        {
            Assigned.Collect(function, statement, set);
        }

        foreach (var statement in select.Body.List)
        {
            if (statement != clause)
            {
                var search = new LaterSearch(function.File, set, null);
                search.Visit(statement);
                if (search.Found)
                {
                    return true;
                }
            }
        }

        return IsAskedLater(function, loop, select, clause, []);
    }

    private sealed class LaterSearch(TypedFile file, HashSet<Var> variables, SelectStmt? select) : SyntaxVisitor
    {
        public bool Found { get; private set; }

        public override void VisitSelectStmt(SelectStmt node)
        {
            if (node != select)
            {
                base.VisitSelectStmt(node);
            }
        }

        public override void VisitIdent(Ident node) =>
            Found |= file.UseOf(node) is Var variable && variables.Contains(variable.Origin);
    }
}
