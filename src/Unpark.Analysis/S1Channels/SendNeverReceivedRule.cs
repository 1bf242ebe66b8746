using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S1Channels;

/// <summary>UP101: a send that blocks for ever because every receiver can leave first.</summary>
internal sealed class SendNeverReceivedRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP101", "send-never-received", 1, RuleProfile.Leaks,
        "A send blocks for ever: those who receive can leave before it.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        var reported = new HashSet<ChannelUse>(ReferenceEqualityComparer.Instance);
        foreach (var channel in package.Channels.Undrained)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            Check(package, channel, reported);
        }

        new ReplyChannels(this, package, reported).Run();
        new SelfSends(this, package, reported).Run();
        new UnguardedUses(package, Rule, ChannelUseKind.Send, reported).Run();
        new LeavingReceivers(this, package, reported).Run();
        new Generators(this, package, reported).Run();
    }

    private void Check(PackageContext package, UndrainedChannel undrained, HashSet<ChannelUse> reported)
    {
        var owner = undrained.Channel.Owner.Function;
        // The way by another case of the select is there for sure; one that a condition leads to may need what was received.
        var leak = undrained.Leaks.Find(l => l is { Kind: DrainLeakKind.Return, Alternative: not null })
            ?? undrained.Leaks.Find(l => l.Kind is DrainLeakKind.Return or DrainLeakKind.Remake);
        var isOwnerStuck = undrained.Senders.Parties.Any(p => p.IsOwner);
        if ((leak == null && undrained.Receiver != null) || PackageContext.IsTest(owner.File)
            || (!isOwnerStuck && ChannelText.IsForTheProcess(owner)))
        {
            return;
        }

        var sender = undrained.Senders.Parties.First();
        var send = sender.All.First(e => e is { Kind: PartyEventKind.Send, Use.IsAlone: true }).Use!;
        if (!reported.Add(send))
        {
            // A function that several channels are passed to.
            return;
        }

        var file = send.File.Tree.File;
        var name = undrained.Channel.Variable.Name;
        var what = ChannelText.Of(file, send.Syntax) is { } text ? $"{text} blocks" : $"this send to {name} blocks";
        package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(file, send.Syntax), send.Function!.Name,
            $"{what} for ever{Reason(undrained, leak, file, name)}", Steps(undrained, sender, leak),
            UndrainedFix.For(undrained, leak)));
    }

    private static string Reason(UndrainedChannel undrained, DrainLeak? leak, SourceFile file, string name)
    {
        if (leak == null)
        {
            return $": nothing receives from {name}";
        }

        var line = ChannelText.Place(file, leak.Place).StartPosition.Line;
        var verb = leak.Place is BlockStmt ? "ends" : "returns";
        var who = undrained.Receiver!.IsOwner ? "the function" : $"the goroutine that receives from {name}";
        var left = leak.State.Received > 0 ? " and has not received everything" : "";
        if (leak.Kind == DrainLeakKind.Remake)
        {
            return $" if the loop goes on without receiving from {name}: the next iteration makes another channel";
        }

        return leak.Alternative is { } clause
            ? $" if {ChannelText.OfClause(file, clause)} comes first and {who} {verb} at line {line}: "
                + $"then nothing receives from {name}"
            : $" when {who} {verb} at line {line}{left}: then nothing receives from {name}";
    }

    private static ImmutableArray<RelatedPlace> Steps(UndrainedChannel undrained, ChannelParty sender, DrainLeak? leak)
    {
        var file = undrained.Channel.Make.File.Tree.File;
        var steps = ImmutableArray.CreateBuilder<RelatedPlace>();
        var capacity = undrained.Channel.Capacity is > 0 and var size ? $"with room for {size}" : "without a buffer";
        steps.Add(new RelatedPlace(SourceSpan.Of(file, undrained.Channel.Make.Value!), $"made here {capacity}"));
        if (sender.Start is { } start)
        {
            var started = sender.StartFile!.Tree.File;
            steps.Add(sender.IsCallback
                ? new RelatedPlace(new SourceSpan(started, start.Pos, ((CallExpr)start).Lparen), "the function is handed over here")
                : new RelatedPlace(new SourceSpan(started, start.Pos, Math.Min(start.End, start.Pos + 2)),
                    "the goroutine is started here"));
        }

        if (leak != null)
        {
            var at = undrained.Receiver!.Function.File.Tree.File;
            if (leak.Alternative is { } clause)
            {
                steps.Add(new RelatedPlace(SourceSpan.Of(at, clause.Comm ?? (Node)clause), "this case is chosen"));
            }

            steps.Add(new RelatedPlace(ChannelText.Place(at, leak.Place),
                leak.Kind == DrainLeakKind.Remake ? "another channel is made here" : "the receiver leaves here"));
        }

        return steps.ToImmutable();
    }
}
