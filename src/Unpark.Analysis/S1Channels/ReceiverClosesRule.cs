using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S1Channels;

/// <summary>UP106: a channel that the receiving side closes, or several goroutines.</summary>
internal sealed class ReceiverClosesRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP106", "receiver-closes", 1, RuleProfile.Strict,
        "A channel is closed by the side that receives, or by several goroutines.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        foreach (var channel in package.Channels.Local)
        {
            var name = channel.Variable.Name;
            var closers = channel.Parties.FindAll(p => p.Closes);
            if (closers.Count == 0 || PackageContext.IsTest(channel.Make.File))
            {
                continue;
            }

            if (closers.Find(p => p.Receives && !p.Sends) is { } receiver && channel.Parties.Find(p => p != receiver && p.Sends) is { } sender)
            {
                var send = sender.All.First(e => e.Kind == PartyEventKind.Send).Use!;
                Report(package, receiver, $"{name} is closed here by the side that receives: whoever sends to it at line "
                    + $"{ChannelText.Line(send.File.Tree.File, send.Syntax.Pos)} cannot know and may panic; let the sender close it",
                    new RelatedPlace(SourceSpan.Of(send.File.Tree.File, send.Syntax), "sent to here"));
            }
            else if (closers.Count > 1 || ChannelSenders.IsStartedInLoop(closers[0]))
            {
                Report(package, closers[^1], $"more than one goroutine may close {name}: the second close panics; let one place close it", null);
            }
        }
    }

    private void Report(PackageContext package, ChannelParty party, string message, RelatedPlace? place)
    {
        var close = party.All.First(e => e.Kind == PartyEventKind.Close).Use!;
        package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(close.File.Tree.File, close.Syntax), close.Function!.Name,
            message, place != null ? [place] : [], []));
    }
}
