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
        if (!ContextScope.KnowsContexts(package))
        {
            return;
        }

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
                    if (statement is CommClause clause && DoneReceive.Of(function, clause.Comm) is { } done)
                    {
                        Check(package, function, select, clause, done);
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
