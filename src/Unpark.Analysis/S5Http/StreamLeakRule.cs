using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Analysis.Obligations;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S5Http;

/// <summary>UP507: a stream that does not notice that its client is gone, and a hijacked connection that stays open.</summary>
internal sealed class StreamLeakRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP507", "hijack-or-stream-leak", 5, RuleProfile.Leaks,
        "A streaming handler does not notice that its client is gone, or a hijacked connection is never closed.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        if (HttpServers.IsHttpItself(package))
        {
            return;
        }

        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (PackageContext.IsTest(function.File))
            {
                continue;
            }

            var flushes = false;
            foreach (var call in function.Calls)
            {
                switch (Callees.NameOf(call)?.Name)
                {
                    case "Flush":
                        flushes = true;
                        break;
                    case "Hijack":
                        CheckHijack(package, function, call);
                        break;
                }
            }

            if (flushes && HandlerParameters.Of(function) is { IsPooled: false } handler)
            {
                CheckStream(package, function, handler);
            }
        }
    }

    private void CheckStream(PackageContext package, FlowFunction function, HandlerParameters handler)
    {
        if (WatchesClient(function, handler))
        {
            return;
        }

        foreach (var loop in NodeSearch.All<Stmt>(function.Body, literals: false))
        {
            var body = loop switch
            {
                ForStmt { Cond: null } endless => endless.Body,
                RangeStmt range when function.File.TypeOf(range.X).Type?.Underlying is ChanType => range.Body,
                _ => null,
            };
            if (body == null || !Flushes(body) || EndsOnError(function, body))
            {
                continue;
            }

            var file = function.File.Tree.File;
            package.Report(new Finding(Rule, Confidence.Likely, new SourceSpan(file, loop.Pos, body.Lbrace), function.Name,
                "the loop streams to the client and does not notice when it is gone: the handler's goroutine stays, as "
                + "nothing asks r.Context() or looks at the errors of writing", [], Fixes(function, handler, body)));
            return;
        }
    }

    // The request, or its context, is handed to something: that may end the stream.
    private static bool WatchesClient(FlowFunction function, HandlerParameters handler)
    {
        if (handler.Request is not { } request)
        {
            return NodeSearch.Any(function.Body, node => node is SelectorExpr { Sel.Name: "CloseNotify" });
        }

        return NodeSearch.Any(function.Body, node => node switch
        {
            SelectorExpr { Sel.Name: "CloseNotify" or "SetWriteDeadline" } => true,
            Ident ident when ident.Name == request.Name && function.File.UseOf(ident) == request =>
                function.Parents.Of(ident) is not SelectorExpr { Sel.Name: not ("Context" or "WithContext") },
            _ => false,
        });
    }

    private static bool Flushes(BlockStmt body) => NodeSearch.Any(body,
        node => node is CallExpr call && Callees.NameOf(call) is { Name: "Flush" } && call.Args.IsEmpty, literals: false);

    // An exit behind a look at an error, at the number of bytes written, or in a helper that writes.
    private static bool EndsOnError(FlowFunction function, BlockStmt body) => NodeSearch.Any(body, node => node switch
    {
        IfStmt branch => Mentions(branch) && NodeSearch.Any(branch.Body, Leaves, literals: false),
        SwitchStmt or TypeSwitchStmt => NodeSearch.Any(node, n => n is Ident ident && GoTypes.IsError(function.File.TypeOf(ident).Type)),
        CallExpr { Fun: Ident { Name: "panic" } } => true,
        _ => false,
    }, literals: false)
        || NodeSearch.Any(body, node => node is SelectStmt select && select.Body.List.Any(c => c is CommClause { Comm: { } comm }
            && NodeSearch.Any(comm, n => n is Ident { Name: var name } && IsClient(name))));

    private static bool IsClient(string name) => name.Contains("client", StringComparison.OrdinalIgnoreCase)
        || name.Contains("conn", StringComparison.OrdinalIgnoreCase)
        || name.Contains("timeout", StringComparison.OrdinalIgnoreCase) || name is "ctx" or "notify";

    private static bool Mentions(IfStmt branch) => NodeSearch.Any(branch.Cond, n => n is Ident { Name: var name }
        && (name.Contains("err", StringComparison.OrdinalIgnoreCase) || name == "n"))
        || branch.Init != null || NodeSearch.Any(branch.Cond, n => n is CallExpr);

    private static bool Leaves(Node node) => node is ReturnStmt or BranchStmt { Tok: TokenKind.Break or TokenKind.Goto };

    private static ImmutableArray<Fix> Fixes(FlowFunction function, HandlerParameters handler, BlockStmt body)
    {
        if (handler.Request is not { } request)
        {
            return [];
        }

        foreach (var statement in body.List)
        {
            if (statement is SelectStmt { Body.List: [var first, ..] } && function.Type.Results == null)
            {
                var file = function.File.Tree.File;
                var indent = SourceEdits.IndentAt(file, first.Pos);
                var at = SourceEdits.LineStart(file, first.Pos);
                return [new Fix("End the stream when the client is gone", true,
                    [new TextEdit(file, at, at, $"{indent}case <-{request.Name}.Context().Done():\n{indent}\treturn\n")])];
            }
        }

        return [];
    }

    private void CheckHijack(PackageContext package, FlowFunction function, CallExpr call)
    {
        if (!call.Args.IsEmpty || function.File.TypeOf(call).Type is not TupleType { Vars: [var first, _, _] }
            || !GoTypes.IsNamed(first.Type, "net", "Conn"))
        {
            return;
        }

        var use = ResultUse.Of(function, call, 0);
        if (use.ToVariable(function, call) is not { } acquisition)
        {
            return;
        }

        var error = acquisition.Statement is AssignStmt { Lhs: [_, _, Ident last] } ? function.File.ObjectOf(last) as Var : null;
        var leaks = ObligationCheck.Leaks(acquisition, ident => EffectOf(function, ident), null, error);
        if (leaks.Count == 0)
        {
            return;
        }

        var name = acquisition.Name.Name;
        package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(function.File.Tree.File, call), function.Name,
            $"the hijacked connection {name} is not closed {ObligationCheck.Ending(acquisition, leaks)}: nobody else closes it",
            ObligationCheck.Steps(acquisition, leaks, "taken over", $"closing {name}"), HijackFix(acquisition, error)));
    }

    private static UseEffect EffectOf(FlowFunction function, Ident use) =>
        function.Parents.Of(use) is SelectorExpr selector && function.Parents.Of(selector) is CallExpr call
            && call.Fun == selector && selector.Sel.Name is not "Close"
            || function.Parents.Of(use) is BinaryExpr
            ? UseEffect.None
            : UseEffect.Discharges;

    // Behind: if err != nil { ...; return }
    private static ImmutableArray<Fix> HijackFix(Acquisition acquisition, Var? error)
    {
        var function = acquisition.Function;
        if (error == null || function.Parents.Of(acquisition.Statement) is not BlockStmt block || block != function.Body
            || NodeSearch.Any(block, n => n is CallExpr { Fun: SelectorExpr { Sel.Name: "Close", X: Ident closed } }
                && function.File.UseOf(closed) == acquisition.Variable))
        {
            return [];
        }

        var index = block.List.IndexOf(acquisition.Statement) + 1;
        return index < block.List.Length && block.List[index] is IfStmt { Else: null, Body.List: [.., ReturnStmt] } check
            && NodeSearch.Names(function.File, check.Cond, error)
            ? [new Fix($"Defer {acquisition.Name.Name}.Close()", true,
                [SourceEdits.InsertAfter(function.File.Tree.File, check, $"defer {acquisition.Name.Name}.Close()")])]
            : [];
    }
}
