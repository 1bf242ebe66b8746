using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>UP102: a receive that blocks for ever because every sender can leave without sending or closing.</summary>
internal sealed class ReceiveNeverSentRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP102", "receive-never-sent", 1, RuleProfile.Leaks,
        "A receive blocks for ever: those who send can leave without sending or closing.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        foreach (var channel in package.Channels.Local)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (!PackageContext.IsTest(channel.Make.File) && !channel.Parties.Exists(p => p.IsCallback) && !CheckSilent(package, channel))
            {
                CheckSecond(package, channel);
            }
        }

        foreach (var channel in package.Channels.Renewed)
        {
            if (!PackageContext.IsTest(channel.Make.File) && !channel.Parties.Exists(p => p.IsCallback))
            {
                CheckSecond(package, channel);
            }
        }

        new MissingReplies(this, package).Run();
        new UnguardedUses(package, Rule, ChannelUseKind.Receive, []).Run();
    }

    // Every goroutine that could send has a path on which it does not.
    private bool CheckSilent(PackageContext package, LocalChannel channel)
    {
        var givers = channel.Parties.FindAll(p => p.Sends || p.Closes);
        var takers = channel.Parties.FindAll(p => p.All.Exists(e => e.Use is { IsReceiving: true, IsAlone: true }));
        if (givers.Count == 0 || takers.Count == 0 || givers.Contains(takers[0]) || givers.Exists(p => p.IsOwner))
        {
            return false;
        }

        var taker = takers[0];
        var receive = taker.All.First(e => e.Use is { IsReceiving: true, IsAlone: true });
        var isRange = receive.Use!.Kind == ChannelUseKind.Range;
        if (receive.IsInCall || (isRange && !givers.Exists(p => p.Closes)) || (!taker.IsOwner && takers.Count > 1)
            || (!taker.IsOwner && ChannelText.IsForTheProcess(channel.Owner.Function)))
        {
            return false;
        }

        GiveLeak? found = null;
        ChannelParty? silent = null;
        foreach (var giver in givers)
        {
            // How often a loop goes round is not known, and who is started by the sender may come when it has sent.
            if (ChannelSenders.IsStartedInLoop(giver) || taker.StartedBy == giver || (!isRange && giver.All.Exists(e =>
                    e.Kind == PartyEventKind.Send && Loops.IsIn(giver.Function, e.Use!.Syntax)))
                || GiveProblem.Silent(giver, isRange) is not { } leak)
            {
                return false;
            }

            found ??= leak;
            silent ??= giver;
        }

        if (found == null || silent!.StartedBy == null || IsConditional(taker, silent, receive.Use)
            || channel.Parties.Exists(p => p != taker && p.Receives))
        {
            return false;
        }

        Report(package, channel, receive.Use, silent, found, isRange);
        return true;
    }

    // The receive is under a condition that the start of the sender is not under: they may belong together.
    private static bool IsConditional(ChannelParty taker, ChannelParty giver, ChannelUse receive)
    {
        if (giver.StartedBy != taker || giver.Start is not { } start)
        {
            return false;
        }

        var function = receive.Function ?? taker.Function;
        for (var at = function.Parents.Of(receive.Syntax); at != null && at != function.Syntax; at = function.Parents.Of(at))
        {
            if (at.Pos <= start.Pos && start.End <= at.End)
            {
                return false;
            }

            if (at is IfStmt or CaseClause or CommClause or ForStmt or FuncLit || (at is RangeStmt && at != receive.Syntax))
            {
                return true;
            }
        }

        return false;
    }

    private void Report(PackageContext package, LocalChannel channel, ChannelUse receive, ChannelParty giver, GiveLeak leak,
        bool isRange)
    {
        var file = receive.File.Tree.File;
        var other = giver.Function.File.Tree.File;
        var name = channel.Variable.Name;
        var verb = leak.Place is BlockStmt ? "ends" : "returns";
        var line = ChannelText.Place(other, leak.Place).StartPosition.Line;
        var what = isRange ? $"this loop over {name} never ends"
            : $"{ChannelText.Of(file, receive.Syntax) ?? "this receive"} blocks for ever";
        var missing = isRange || !giver.Sends ? $"closing {name}" : $"sending to {name}";
        package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(file, receive.Expr == receive.Syntax ? receive.Expr
                : receive.Kind == ChannelUseKind.Range ? receive.Expr : receive.Syntax), receive.Function!.Name,
            $"{what} when the goroutine {verb} at line {line} without {missing}",
            [
                new RelatedPlace(new SourceSpan(other, giver.Start!.Pos, giver.Start.Pos + 2), "the goroutine is started here"),
                new RelatedPlace(ChannelText.Place(other, leak.Place),
                    $"the goroutine {verb} here without {missing}"),
            ], DeferClose(giver)));
    }

    // The only thing the goroutine does with the channel is to close it, once, at its end.
    private static ImmutableArray<Fix> DeferClose(ChannelParty giver)
    {
        var events = giver.All.FindAll(e => e.Kind is PartyEventKind.Close);
        if (events is not [{ IsInCall: false, IsDeferred: false, Use: { } close }]
            || close.Function is not { Syntax: FuncLit, Body: { List: [var first, ..] } } function)
        {
            return [];
        }

        var file = close.File.Tree.File;
        if (function.Parents.Of(close.Syntax) is not ExprStmt statement || !SourceEdits.IsFirstOnLine(file, first.Pos)
            || SourceEdits.RemoveLine(file, statement) is not { } removal || first == statement)
        {
            return [];
        }

        return
        [
            new Fix("Close the channel on every path", true,
                [SourceEdits.InsertBefore(file, first.Pos, "defer " + file.Text(close.Syntax.Pos, close.Syntax.End)), removal]),
        ];
    }

    // Each time round makes another channel, and starts one sender for it.
    private static bool IsMadeForIt(LocalChannel channel, ChannelParty sender) => sender.StartedBy == channel.Owner
        && Loops.Around(channel.Owner.Function, sender.Start!) is { } loop
        && Loops.Around(channel.Owner.Function, channel.Make.Syntax) == loop;

    // More receives on a path than anybody sends, and nobody closes.
    private void CheckSecond(PackageContext package, LocalChannel channel)
    {
        if (channel.Owner.Closes || channel.Owner.Sends || !channel.Owner.Receives
            || channel.Parties.Exists(p => !p.IsOwner && p.Receives))
        {
            return;
        }

        var supply = new Dictionary<ChannelParty, byte>();
        foreach (var party in channel.Parties)
        {
            supply.Add(party, party.Closes ? OpenCount.Most(party) : party.Sends ? SendCount.Most(party, false) : (byte)0);
        }

        // Loops that start and receive may go round equally often.
        if (channel.Parties.Exists(p => p.Sends && ChannelSenders.IsStartedInLoop(p) && !IsMadeForIt(channel, p)))
        {
            return;
        }

        if (supply.Values.All(n => n == 0) || channel.Parties.Exists(p => p.StartedBy is { IsOwner: false } && p.Sends))
        {
            return;
        }

        var problem = new SupplyProblem(channel.Owner, supply);
        PathExplorer.Explore(channel.Owner.Function.Graph, new ConditionTable(channel.Owner.Function), problem, true);
        if (problem.First is not { } receive)
        {
            return;
        }

        var file = receive.File.Tree.File;
        var name = channel.Variable.Name;
        package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(file, receive.Syntax), receive.Function!.Name,
            $"{ChannelText.Of(file, receive.Syntax) ?? "this receive"} blocks for ever: what is sent to {name} has been received already",
            [
                new RelatedPlace(SourceSpan.Of(file, channel.Make.Value!), "made here"),
                new RelatedPlace(SourceSpan.Of(file, problem.Before!.Syntax), "received here before"),
            ], []));
    }
}
