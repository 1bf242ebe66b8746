using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>UP111: a channel for signals that has no room for one.</summary>
internal sealed class UnbufferedSignalRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP111", "unbuffered-signal", 1, RuleProfile.Leaks,
        "A channel for signals has no buffer: what comes while nobody receives is lost.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        foreach (var function in package.Flow.Functions)
        {
            foreach (var call in function.Calls)
            {
                if (call.Args is [var argument, ..] && Callees.NameOf(call)?.Name == "Notify"
                    && Callees.IsPackageFunction(function.File, call, "os/signal", "Notify"))
                {
                    Check(package, function, call, argument);
                }
            }
        }
    }

    private void Check(PackageContext package, FlowFunction function, CallExpr call, Expr argument)
    {
        var make = MakeOf(package, function, argument);
        if (make is not { Value: CallExpr made } || LocalChannel.CapacityOf(make.File, made) != 0 || PackageContext.IsTest(function.File))
        {
            return;
        }

        var file = make.File.Tree.File;
        ImmutableArray<Fix> fixes = made.Args.Length == 1
            ? [new Fix("Make room for one signal", true, [new TextEdit(file, made.Args[0].End, made.Args[0].End, ", 1")])]
            : [];
        package.Report(new Finding(Rule, Confidence.Proved, SourceSpan.Of(function.File.Tree.File, call), function.Name,
            "signal.Notify does not wait for a receiver, and this channel has no room for a signal: one that comes while nobody "
            + "receives is lost, and whoever waits for it waits for ever",
            [new RelatedPlace(SourceSpan.Of(file, made), "made here without a buffer")], fixes));
    }

    private static ChannelUse? MakeOf(PackageContext package, FlowFunction function, Expr argument)
    {
        if (Callees.Unparen(argument) is CallExpr direct && Callees.Of(function.File, direct) is Builtin { Name: "make" })
        {
            return new ChannelUse(ChannelUseKind.Make, function, function.File, direct, direct) { Value = direct };
        }

        if (ChannelUses.VariableOf(function.File, argument) is not { } variable)
        {
            return null;
        }

        ChannelUse? make = null;
        foreach (var use in package.Flow.Channels.Of(variable))
        {
            if (use.Kind is ChannelUseKind.Make)
            {
                if (make != null)
                {
                    return null;
                }

                make = use;
            }
            else if (use.Kind == ChannelUseKind.Assign)
            {
                return null;
            }
        }

        return make;
    }
}
