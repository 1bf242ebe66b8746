using System.Collections.Immutable;
using Unpark.Analysis.Suppressions;
using Unpark.Go.Types;

namespace Unpark.Analysis;

/// <summary>Runs the rules.</summary>
public static class LeakAnalysis
{
    /// <summary>Every rule there is, in the order of their ids.</summary>
    public static ImmutableArray<ILeakRule> AllRules { get; } =
    [
        new S1Channels.SendNeverReceivedRule(),
        new S1Channels.ReceiveNeverSentRule(),
        new S1Channels.RangeNeverClosedRule(),
        new S1Channels.NilChannelRule(),
        new S1Channels.ClosedChannelRule(),
        new S1Channels.ReceiverClosesRule(),
        new S1Channels.ClosedChannelSpinRule(),
        new S1Channels.EmptySelectRule(),
        new S1Channels.WaitGroupRule(),
        new S1Channels.CondRule(),
        new S1Channels.UnbufferedSignalRule(),
        new S2Context.LostCancelRule(),
        new S2Context.IgnoredContextRule(),
        new S2Context.SelectWithoutDoneRule(),
        new S2Context.BusyDefaultRule(),
        new S2Context.RequestWithoutContextRule(),
        new S2Context.ClientTimeoutRule(),
        new S2Context.ContextNotPropagatedRule(),
        new S2Context.UncancellableWaitRule(),
        new S2Context.ContextInStructRule(),
        new S2Context.DoneWithoutReturnRule(),
        new S3Loops.LoopWithoutExitRule(),
        new S3Loops.SpinningLoopRule(),
        new S3Loops.TickerRule(),
        new S3Loops.TimeTickRule(),
        new S3Loops.TimeAfterRule(),
        new S3Loops.AfterFuncRule(),
        new S3Loops.DeferInLoopRule(),
        new S4Libraries.NeverClosedRule(),
        new S4Libraries.BodyNotClosedRule(),
        new S4Libraries.RowsNotClosedRule(),
        new S4Libraries.NoShutdownRule(),
        new S4Libraries.NotifyWithoutStopRule(),
        new S4Libraries.WrongOrderRule(),
        new S5Http.ServerTimeoutRule(),
        new S5Http.ListenRule(),
        new S5Http.TransportPerCallRule(),
        new S5Http.UnboundedTransportRule(),
        new S5Http.HandlerGoroutineRule(),
        new S5Http.GracefulShutdownRule(),
        new S5Http.StreamLeakRule(),
        new S6Locks.MissingUnlockRule(),
        new S6Locks.DoubleLockRule(),
        new S6Locks.LockOrderRule(),
        new S6Locks.BlockedHoldingLockRule(),
        new S6Locks.UnlockNotDeferredRule(),
        new S6Locks.WrongUnlockRule(),
        new S6Locks.OnceReenteredRule(),
        new S7Defers.GoInDeferRule(),
        new S7Defers.DeferGoroutineFrameRule(),
        new S7Defers.UnboundedCleanupRule(),
        new S8Panics.PanicSkipsReleaseRule(),
        new S8Panics.GoexitSkipsReleaseRule(),
        new S8Panics.RecoverNotEffectiveRule(),
        new S8Panics.GoroutineWithoutRecoverRule(),
        new S8Panics.RecoverSwallowsRule(),
    ];

    /// <summary>The rule of an id or name, or null.</summary>
    public static ILeakRule? Find(string idOrName)
    {
        foreach (var rule in AllRules)
        {
            if (string.Equals(rule.Rule.Id, idOrName, StringComparison.OrdinalIgnoreCase)
                || string.Equals(rule.Rule.Name, idOrName, StringComparison.OrdinalIgnoreCase))
            {
                return rule;
            }
        }

        return null;
    }

    /// <summary>
    /// Checks a package's function bodies and runs the rules over them. Different packages may be analysed at the same
    /// time.
    /// </summary>
    /// <returns>The findings that no comment suppresses, by file, place and rule.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static ImmutableArray<Finding> Analyze(TypedPackage package, AnalysisOptions? options = null,
        CancellationToken cancellation = default) => Run(package, options, cancellation).Findings;

    /// <summary>The same as <see cref="Analyze"/>, with what comments suppress, and which of them have nothing to.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static AnalysisResult Run(TypedPackage package, AnalysisOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(package);
        options ??= AnalysisOptions.Default;
        package.CheckBodies(cancellation);
        var context = new PackageContext(package, options, cancellation);
        foreach (var rule in AllRules)
        {
            if (options.Includes(rule.Rule))
            {
                cancellation.ThrowIfCancellationRequested();
                rule.Check(context);
            }
        }

        if (options.Schedules is not { } schedules)
        {
            return SuppressedFindings.Part(package, options, context.Findings(), [.. context.Hidden]);
        }

        var (findings, hidden, failures) = schedules.Apply(context.Flow, context.Findings(), [.. context.Hidden],
            options.Profile == RuleProfile.Strict ? [.. AllRules.Select(r => r.Rule).Where(options.Includes)] : [], cancellation);
        return SuppressedFindings.Part(package, options, findings, hidden) with { ExplorationFailures = failures };
    }
}
