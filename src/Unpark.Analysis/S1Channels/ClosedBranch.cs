using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>
/// Finds a loop that sees by <c>ok</c> that a channel is closed and yet comes round to the same receive: a break that leaves
/// only the select, a continue, or nothing at all.
/// </summary>
internal static class ClosedBranch
{
    /// <summary>Looks at the receives of a function that ask whether the channel is open.</summary>
    public static void Check(ClosedChannelSpinRule rule, PackageContext package, FlowFunction function)
    {
        foreach (var (channel, use) in package.Flow.Channels.In(function))
        {
            if (use is not { Kind: ChannelUseKind.Receive, Ok: { } ok } || !MayBeClosed(package, function, channel)
                || GraphSteps.Of(function, use.Syntax) is not { } step || GraphSteps.BlockOf(function, step) is not { } start
                || LoopSelects.LoopOf(function, start) is not { Syntax: ForStmt } loop || !Spins(function, loop, use, ok, step, start, channel))
            {
                continue;
            }

            var file = use.File.Tree.File;
            var text = file.Text(use.Expr.Pos, use.Expr.End);
            package.Report(new Finding(rule.Rule, Confidence.Likely, SourceSpan.Of(file, use.Syntax), function.Name,
                $"this loop spins once {text} is closed: when {ok.Name} is false it comes back to this receive, which gives a zero value at once",
                [new RelatedPlace(new SourceSpan(file, loop.Syntax.Pos, loop.HeadEnd), "the loop")], []));
        }
    }

    // A channel that only this package can see, and in which nothing closes it or hands it to others.
    private static bool MayBeClosed(PackageContext package, FlowFunction function, Var channel)
    {
        if (channel.Kind == VarKind.Package || (!channel.IsField && function.Locals.Of(channel) is not { IsPrivate: true }))
        {
            return false;
        }

        var isMade = false;
        foreach (var use in package.Flow.Channels.Of(channel))
        {
            isMade |= use.Kind == ChannelUseKind.Make;
            if (use.Kind is not (ChannelUseKind.Make or ChannelUseKind.Send or ChannelUseKind.Receive or ChannelUseKind.Range))
            {
                return true;
            }
        }

        return !isMade;
    }

    // Behind the receive, with ok false, every way leads back to it, and nothing on the way waits or changes the channel.
    private static bool Spins(FlowFunction function, FunctionLoop loop, ChannelUse use, Var ok, Node step, FlowBlock start, Var channel)
    {
        var goal = use.Select == null ? start : LoopSelects.BlockOf(function, use.Select);
        return goal != null && new RoundTrip(loop, edge => RoundTrip.Needs(function, edge, ok), node => MayWait(function, node, channel))
            .Spins(start, step, goal);
    }

    private static bool MayWait(FlowFunction function, Node code, Var channel) => NodeSearch.Any(code, node => node switch
    {
        SendStmt or GoStmt or SelectStmt or UnaryExpr { Op: TokenKind.Arrow } => true,
        AssignStmt assign => assign.Lhs.Any(l => ChannelUses.VariableOf(function.File, l) == channel),
        // What is called may put another channel in place, or make another case ready.
        CallExpr call => !function.File.TypeOf(call.Fun).IsType && !TellingCalls.Has(function, call),
        _ => false,
    }, literals: false);
}
