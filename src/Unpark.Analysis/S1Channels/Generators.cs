using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>
/// Goroutines that send to a channel which the function gives away, without listening to the context that the function was
/// given: whoever receives stops when that is done.
/// </summary>
internal sealed class Generators
{
    private readonly SendNeverReceivedRule rule;
    private readonly PackageContext package;
    private readonly HashSet<ChannelUse> reported;

    public Generators(SendNeverReceivedRule rule, PackageContext package, HashSet<ChannelUse> reported)
    {
        this.reported = reported;
        this.rule = rule;
        this.package = package;
    }

    /// <summary>Reports the sends.</summary>
    public void Run()
    {
        foreach (var function in package.Flow.Functions)
        {
            if (function.Syntax is not FuncLit || PackageContext.IsTest(function.File)
                || LiteralRuns.Of(function) is not { Run: LiteralRun.Started, Place: GoStmt start } || function.Outer is not { } outer
                || !package.Flow.CallGraph.IsOpen(outer))
            {
                continue;
            }

            package.Cancellation.ThrowIfCancellationRequested();
            foreach (var (channel, send) in package.Flow.Channels.In(function))
            {
                if (send is { Kind: ChannelUseKind.Send, IsAlone: true } && Loops.IsIn(function, send.Syntax)
                    && MadeBy(channel, outer) is { } make && IsGivenAway(channel)
                    && ContextOf(outer, start) is { } context && !Listens(function)
                    && reported.Add(send))
                {
                    Report(function, channel, send, make, start, context);
                    break;
                }
            }
        }
    }

    // The context of the function, or what a call of Context gives that is not known otherwise.
    private static ScopedContext? ContextOf(FlowFunction outer, GoStmt start)
    {
        if (ContextScope.At(outer, start.Pos) is { } known)
        {
            return known.Kind == ScopedContextKind.Field ? null : known;
        }

        foreach (var statement in outer.Body.List)
        {
            if (statement is AssignStmt { Tok: TokenKind.Define, Lhs: [Ident name], Rhs: [CallExpr { Args.IsEmpty: true } call] }
                && statement.End < start.Pos && Callees.NameOf(call)?.Name == "Context" && outer.File.DefOf(name) is Var variable
                && variable.Type is UnknownType)
            {
                return new ScopedContext(name.Name, variable, ScopedContextKind.Variable);
            }
        }

        return null;
    }

    private ChannelUse? MadeBy(Var channel, FlowFunction outer)
    {
        if (channel.Kind != VarKind.Local)
        {
            return null;
        }

        var makes = package.Flow.Channels.Of(channel).Where(u => u.Kind is ChannelUseKind.Make or ChannelUseKind.Assign).ToList();
        return makes is [{ Kind: ChannelUseKind.Make, Value: CallExpr call } make] && make.Function == outer
            && LocalChannel.CapacityOf(make.File, call) == 0 ? make : null;
    }

    // To a caller or other code, which receives all there is or stops; nobody here receives.
    private bool IsGivenAway(Var channel)
    {
        var uses = package.Flow.Channels.Of(channel);
        return uses.Any(u => u.Kind is ChannelUseKind.Return or ChannelUseKind.Escape) && !uses.Any(u => u.IsReceiving);
    }

    private static bool Listens(FlowFunction function) => NodeSearch.Any(function.Body,
        n => n is CallExpr { Fun: SelectorExpr { Sel.Name: "Done" or "Err", X: var context } }
            && function.File.TypeOf(context).Type is var type && (ContextScope.IsContext(type) || type is UnknownType or null));

    private void Report(FlowFunction function, Var channel, ChannelUse send, ChannelUse make, GoStmt start, ScopedContext context)
    {
        var file = send.File.Tree.File;
        var what = ChannelText.Of(file, send.Syntax) ?? $"this send to {channel.Name}";
        package.Report(new Finding(rule.Rule, Confidence.Likely, SourceSpan.Of(file, send.Syntax), function.Name,
            $"{what} blocks for ever when whoever receives from {channel.Name} stops: it does not listen to {context.Text}",
            [
                new RelatedPlace(SourceSpan.Of(file, make.Value!), "made here without a buffer"),
                new RelatedPlace(new SourceSpan(file, start.Pos, start.Pos + 2), "the goroutine is started here"),
            ], Fixes(function, send, context)));
    }

    private static ImmutableArray<Fix> Fixes(FlowFunction function, ChannelUse send, ScopedContext context)
    {
        var file = send.File.Tree.File;
        if (!send.File.Tree.Diagnostics.IsEmpty || function.Type.Results is { List.Length: > 0 } || function.Parents.Of(send.Syntax) is not BlockStmt
            || !SourceEdits.IsFirstOnLine(file, send.Syntax.Pos) || !SourceEdits.IsLastOnLine(file, send.Syntax.End))
        {
            return [];
        }

        var indent = SourceEdits.IndentAt(file, send.Syntax.Pos);
        return
        [
            new Fix($"Stop sending when {context.Text} is done", context.Kind == ScopedContextKind.Variable,
            [
                new TextEdit(file, send.Syntax.Pos, send.Syntax.End,
                    $"select {{\n{indent}case {file.Text(send.Syntax.Pos, send.Syntax.End)}:\n{indent}case <-{context.Text}.Done():\n"
                    + $"{indent}\treturn\n{indent}}}"),
            ]),
        ];
    }
}
