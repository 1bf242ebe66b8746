using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>UP105: a send on a closed channel, or a second close.</summary>
internal sealed class ClosedChannelRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP105", "closed-channel-misuse", 1, RuleProfile.Leaks,
        "A channel is closed a second time, or somebody sends on it when it is closed: a panic.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        if (!package.Flow.Channels.Channels.Any(c => package.Flow.Channels.Of(c).Any(u => u.Kind == ChannelUseKind.Close)))
        {
            return;
        }

        var closers = new ClosingFunctions(package.Flow);
        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (!PackageContext.IsTest(function.File))
            {
                CheckPaths(package, function, closers);
            }
        }

        new CloseRaces(this, package).Run();
        new RepeatedCloses(this, package).Run();
        new RegistryCloses(this, package).Run();
        foreach (var channel in package.Channels.Undrained)
        {
            if (!PackageContext.IsTest(channel.Channel.Make.File) && channel.Leaks.Find(l => l.Kind == DrainLeakKind.Close) is { } leak && channel.Receiver is { IsOwner: true })
            {
                CheckRace(package, channel, leak);
            }
        }
    }

    private void CheckPaths(PackageContext package, FlowFunction function, ClosingFunctions closers)
    {
        foreach (var path in closers.PathsIn(function))
        {
            foreach (var misuse in CloseProblem.Find(function, closers, path))
            {
                if (IsConditional(function, misuse))
                {
                    continue;
                }

                var file = function.File.Tree.File;
                var name = path.ToString();
                var line = ChannelText.Line(file, misuse.Before.Pos);
                var message = misuse.IsSend
                    ? $"{name} is closed when this sends to it, since line {line}: the send panics"
                    : misuse.Before == misuse.Place
                        ? $"{name} is closed here again in the next iteration: the second close panics"
                        : misuse.IsAtReturn
                            ? $"{name} is closed here, and again by the deferred close at line {ChannelText.Line(file, misuse.Place.Pos)}: "
                                + "the second close panics"
                            : $"{name} is closed here and was closed already at line {line}: the second close panics";
                var (place, before) = misuse.IsAtReturn ? (misuse.Before, misuse.Place) : (misuse.Place, misuse.Before);
                package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(file, place), function.Name, message,
                    [new RelatedPlace(SourceSpan.Of(file, before), misuse.IsAtReturn ? "the deferred close" : "closed here")], []));
            }
        }
    }

    // The second use is under a condition that the first is not under: the condition may ask whether it was closed.
    private static bool IsConditional(FlowFunction function, CloseMisuse misuse)
    {
        var loop = misuse.Before == misuse.Place ? Loops.Around(function, misuse.Place) : null;
        for (var at = function.Parents.Of(misuse.Place); at != null && at != function.Syntax && at != loop; at = function.Parents.Of(at))
        {
            if (loop == null && at.Pos <= misuse.Before.Pos && misuse.Before.End <= at.End)
            {
                return at is SwitchStmt or TypeSwitchStmt or SelectStmt || (at is BlockStmt && function.Parents.Of(at) is SwitchStmt
                    or TypeSwitchStmt or SelectStmt);
            }

            if (at is IfStmt choice && loop == null && IsAboutSomethingElse(function, choice.Cond, misuse.Before))
            {
                continue;
            }

            if (at is IfStmt or CaseClause or CommClause)
            {
                return true;
            }
        }

        return false;
    }

    // What the caller asked for, which nothing here changes, under a first close that asks for something else.
    private static bool IsAboutSomethingElse(FlowFunction function, Expr condition, Node before)
    {
        var asked = Callees.Unparen(condition);
        if (asked is UnaryExpr { Op: TokenKind.Not, X: var negated })
        {
            asked = Callees.Unparen(negated);
        }

        if (new PathResolver(function).Of(asked) is not { Root: { Kind: VarKind.Parameter } root, Steps: var steps }
            || function.Locals.Of(root) is not { Assignments: 1, IsPrivate: true }
            || steps.Any(s => s.Field is not { } field || function.Locals.IsAssigned(field)))
        {
            return false;
        }

        for (var at = function.Parents.Of(before); at != null && at != function.Syntax; at = function.Parents.Of(at))
        {
            if (at is IfStmt first && NodeSearch.Names(function.File, first.Cond, root))
            {
                return false;
            }
        }

        return true;
    }

    private void CheckRace(PackageContext package, UndrainedChannel undrained, DrainLeak leak)
    {
        var sender = undrained.Senders.Parties.First();
        if (sender.IsOwner || sender.IsCallback)
        {
            return;
        }

        var send = sender.All.First(e => e is { Kind: PartyEventKind.Send, Use.IsAlone: true }).Use!;
        var owner = undrained.Receiver!.Function.File.Tree.File;
        var close = undrained.Receiver.All.First(e => e.Kind == PartyEventKind.Close).Use!;
        var name = undrained.Channel.Variable.Name;
        var file = send.File.Tree.File;
        var when = leak.Alternative is { } clause
            ? $"if {ChannelText.OfClause(owner, clause)} comes first"
            : "when the function does not receive everything";
        package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(file, send.Syntax), send.Function!.Name,
            $"{name} may be closed when this sends to it, at line {ChannelText.Line(close.File.Tree.File, close.Syntax.Pos)}, "
            + $"{when}: then the send panics",
            [
                new RelatedPlace(new SourceSpan(sender.StartFile!.Tree.File, sender.Start!.Pos, sender.Start.Pos + 2),
                    "the goroutine is started here"),
                new RelatedPlace(ChannelText.Place(owner, leak.Place), "the receiver leaves here"),
                new RelatedPlace(SourceSpan.Of(close.File.Tree.File, close.Syntax), "this close is done then"),
            ], Fixes(undrained)));
    }

    // Whoever receives needs no close where nothing ranges over the channel; the values then need room.
    private static ImmutableArray<Fix> Fixes(UndrainedChannel undrained)
    {
        var receiver = undrained.Receiver!;
        if (receiver.All.Exists(e => e.Use is { Kind: ChannelUseKind.Range } or { Ok: not null })
            || receiver.All.FindAll(e => e.Kind == PartyEventKind.Close) is not [{ IsInCall: false, Use: { } close }]
            || receiver.Function.Parents.StatementOf(close.Syntax) is not { } statement
            || UndrainedFix.Capacity(undrained) is not { } room
            || Unpark.Analysis.Fixes.SourceEdits.RemoveLine(close.File.Tree.File, statement) is not { } removal)
        {
            return [];
        }

        return [new Fix("Make room for the values and leave the channel open: nothing waits for the close", true, [.. room.Edits, removal])];
    }
}
