using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>UP104: a channel operation on a channel that is nil.</summary>
internal sealed class NilChannelRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP104", "nil-channel", 1, RuleProfile.Leaks,
        "A send or receive on a channel that is nil: it blocks for ever.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        foreach (var channel in package.Flow.Channels.Channels)
        {
            if (channel.Kind is VarKind.Local or VarKind.Package or VarKind.Field)
            {
                CheckNeverMade(package, channel);
            }
        }

        new AfterFuncTimers(this, package).Run();
    }

    private void CheckNeverMade(PackageContext package, Var channel)
    {
        var uses = package.Flow.Channels.Of(channel);
        if (channel.Kind != VarKind.Local && (channel.Exported || channel.Package != package.Package.Package || channel.Embedded))
        {
            return;
        }

        ChannelUse? first = null;
        var isDeclared = false;
        foreach (var use in uses)
        {
            switch (use.Kind)
            {
                case ChannelUseKind.Declare:
                    isDeclared = true;
                    break;
                case ChannelUseKind.SetNil or ChannelUseKind.Look:
                    break;
                case ChannelUseKind.Send or ChannelUseKind.Receive or ChannelUseKind.Range or ChannelUseKind.Close:
                    first ??= use is { IsAlone: true } ? use : null;
                    break;
                default:
                    return;
            }
        }

        // A field can be set with its whole struct, and a struct that is made elsewhere is not seen.
        if (first == null || channel.IsField || !isDeclared || first.Function == null
            || (channel.Kind == VarKind.Local && first.Function.Locals.Of(channel) is not { IsAddressTaken: false })
            || PackageContext.IsTest(first.File))
        {
            return;
        }

        var file = first.File.Tree.File;
        var consequence = first.Kind switch
        {
            ChannelUseKind.Send => "a send to a nil channel blocks for ever",
            ChannelUseKind.Close => "closing a nil channel panics",
            ChannelUseKind.Range => "a loop over a nil channel blocks for ever",
            _ => "a receive from a nil channel blocks for ever",
        };
        var place = first.Kind == ChannelUseKind.Range ? first.Expr : first.Syntax;
        package.Report(new Finding(Rule, Confidence.Proved, SourceSpan.Of(file, place), first.Function.Name,
            $"nothing ever makes {channel.Name}, so it is nil: {consequence}", [], []));
    }
}
