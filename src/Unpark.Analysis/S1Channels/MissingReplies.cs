using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>
/// Requests that carry a channel for their answer, and a loop that serves them and on some path goes on to the next one
/// without answering: the one who asked waits for ever.
/// </summary>
internal sealed class MissingReplies
{
    private readonly ReceiveNeverSentRule rule;
    private readonly PackageContext package;

    public MissingReplies(ReceiveNeverSentRule rule, PackageContext package)
    {
        this.rule = rule;
        this.package = package;
    }

    /// <summary>Reports the receives of those who ask.</summary>
    public void Run()
    {
        foreach (var answers in package.Channels.Shared)
        {
            if (answers.Sends.Count > 0 && answers.Receives.Count > 0 && answers.Receives.TrueForAll(IsPatient))
            {
                package.Cancellation.ThrowIfCancellationRequested();
                Check(answers, answers.Receives[0]);
            }
        }
    }

    private void Check(SharedChannel answers, ChannelUse wait)
    {
        foreach (var send in answers.Sends)
        {
            if (send.Function is not { } server || PackageContext.IsTest(send.File)
                || Callees.Unparen(send.Expr) is not SelectorExpr { X: Ident name }
                || send.File.UseOf(name) is not Var { Kind: VarKind.Local } held || ReceiptOf(server, held) is not { } receipt
                || ChannelUses.VariableOf(send.File, send.Expr) is not { } field || StructOf(field) is not { } request
                || !IsAlwaysSet(request, field) || ReplyProblem.Forgets(server, receipt, held, field) is not { } end)
            {
                continue;
            }

            Report(field, wait, send, server, end, request);
            return;
        }
    }

    // req := <-requests, in a loop.
    private static AssignStmt? ReceiptOf(FlowFunction server, Var held)
    {
        if (server.Locals.Of(held) is not { Assignments: 1, IsPrivate: true, Function: var owner } || owner != server)
        {
            return null;
        }

        foreach (var statement in NodeSearch.All<AssignStmt>(server.Body, false))
        {
            if (statement is { Tok: TokenKind.Define, Lhs: [Ident name, ..], Rhs: [UnaryExpr { Op: TokenKind.Arrow }] }
                && server.File.DefOf(name) == held && Loops.IsIn(server, statement))
            {
                return statement;
            }
        }

        return null;
    }

    // It waits for the answer, or for the end of the whole service; not for a time or the context of the request.
    private static bool IsPatient(ChannelUse use)
    {
        if (use.Function is not { } function || PackageContext.IsTest(use.File) || use.Kind != ChannelUseKind.Receive)
        {
            return false;
        }

        if (use.Select is not { } select)
        {
            return true;
        }

        foreach (var statement in select.Body.List)
        {
            if (statement is CommClause clause && clause != use.Clause
                && (clause.Comm is not { } comm || DoneReceive.ChannelOf(comm) is not { } signal
                    || new PathResolver(function).Of(signal is CallExpr { Fun: SelectorExpr { Sel.Name: "Done", X: var context } } ? context : signal)
                        is not { Root.Kind: VarKind.Receiver or VarKind.Package, LastField: var field } || (field == null && signal is not CallExpr)
                    || EndlessLoops.IsTimer(function, signal)))
            {
                return false;
            }
        }

        return true;
    }

    private NamedType? StructOf(Var field)
    {
        foreach (var name in package.Package.Package.Scope.Objects)
        {
            if (name is TypeName { Type: NamedType { Underlying: StructType { Fields: var fields } } named } && fields.Any(f => f.Origin == field))
            {
                return named;
            }
        }

        return null;
    }

    // Every request has a channel for its answer.
    private bool IsAlwaysSet(NamedType request, Var field)
    {
        var any = false;
        foreach (var function in package.Flow.Functions)
        {
            foreach (var literal in function.Composites)
            {
                if (function.File.TypeOf(literal).Type is not { } type || GoTypes.Deref(type) is not NamedType named
                    || named.Origin != request.Origin || PackageContext.IsTest(function.File))
                {
                    continue;
                }

                any = true;
                if (literal.Elts is not [not KeyValueExpr, ..]
                    && !literal.Elts.Any(e => e is KeyValueExpr { Key: Ident key } && (function.File.UseOf(key) as Var)?.Origin == field))
                {
                    return false;
                }
            }
        }

        return any;
    }

    private void Report(Var field, ChannelUse wait, ChannelUse send, FlowFunction server, Node end, NamedType request)
    {
        var file = wait.File.Tree.File;
        var there = send.File.Tree.File;
        var name = server.Object?.Name ?? server.Root.Object?.Name ?? "the goroutine that answers";
        package.Report(new Finding(rule.Rule, Confidence.Likely, SourceSpan.Of(file, wait.Syntax), wait.Function!.Name,
            $"{ChannelText.Of(file, wait.Syntax) ?? "this receive"} blocks for ever when {name} does not answer: on a path from line "
            + $"{ChannelText.Line(there, end.Pos)} it goes on to the next request without sending to the {field.Name} of this {request.Obj.Name}",
            [
                new RelatedPlace(SourceSpan.Of(there, send.Syntax), "another path answers here"),
                new RelatedPlace(SourceSpan.Of(there, end), "the request that is not answered is received here"),
            ], []));
    }
}
