using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S1Channels;

/// <summary>UP103: a range over a channel that nothing closes.</summary>
internal sealed class RangeNeverClosedRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP103", "range-never-closed", 1, RuleProfile.Leaks,
        "A loop ranges over a channel that nothing closes: it never ends.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        foreach (var channel in package.Channels.Local)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (!channel.Parties.Exists(p => p.Closes || p.IsCallback))
            {
                Check(package, channel);
            }
        }
    }

    private void Check(PackageContext package, LocalChannel channel)
    {
        var isShort = ChannelText.IsForTheProcess(channel.Owner.Function) || PackageContext.IsTest(channel.Make.File);
        var senders = channel.Parties.FindAll(p => p.Sends);
        if (senders.Exists(p => !p.Function.Graph.Exit.IsLive))
        {
            // They send as long as the process lives.
            return;
        }

        foreach (var party in channel.Parties)
        {
            foreach (var e in party.All)
            {
                if (e.Use is not { Kind: ChannelUseKind.Range, Syntax: RangeStmt loop } use || (isShort && !party.IsOwner)
                    || HasOtherExit(use.Function!, loop) || (party.IsOwner && senders.Contains(party)))
                {
                    continue;
                }

                var file = use.File.Tree.File;
                var consequence = party.IsOwner ? "the function never returns" : "the goroutine stays for ever";
                package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(file, use.Expr), use.Function!.Name,
                    $"this loop never ends: nothing closes {channel.Variable.Name}, so {consequence}",
                    [new RelatedPlace(SourceSpan.Of(channel.Make.File.Tree.File, channel.Make.Value!), "made here")],
                    Fixes(channel, senders)));
                return;
            }
        }
    }

    private static bool HasOtherExit(FlowFunction function, RangeStmt loop)
    {
        var graph = function.Graph;
        var inside = new HashSet<FlowBlock>();
        foreach (var block in graph.ReversePostOrder)
        {
            if (block.Successors.Any(e => e.Kind == FlowEdgeKind.Next && e.Syntax == loop))
            {
                inside.Add(block);
                var work = new Stack<FlowBlock>();
                work.Push(block.Successors.First(e => e.Kind == FlowEdgeKind.Next && e.Syntax == loop).To);
                while (work.TryPop(out var at))
                {
                    if (!inside.Add(at))
                    {
                        continue;
                    }

                    if (at == graph.Exit || at == graph.PanicExit || at == graph.GoexitExit || at.Ending == FlowEnding.Process)
                    {
                        return true;
                    }

                    foreach (var edge in at.Successors)
                    {
                        work.Push(edge.To);
                    }
                }

                return false;
            }
        }

        return true;
    }

    private static ImmutableArray<Fix> Fixes(LocalChannel channel, List<ChannelParty> senders)
    {
        if (senders is not [{ Function: { Syntax: FuncLit literal, Body: { List: [var first, ..] } body } function } sender]
            || ChannelSenders.IsStartedInLoop(sender) || sender.IsOwner || sender.All.Exists(e => e.Kind == PartyEventKind.Start))
        {
            return [];
        }

        var file = function.File.Tree.File;
        var name = channel.Variable.Name;
        if (!SourceEdits.IsFirstOnLine(file, first.Pos)
            || function.File.Scope.Innermost(first.Pos).LookupParent(name, first.Pos, out _) != channel.Variable)
        {
            return [];
        }

        return
        [
            new Fix("Close the channel when the only sender is done", true,
                [SourceEdits.InsertBefore(file, first.Pos, $"defer close({name})")]),
        ];
    }
}
