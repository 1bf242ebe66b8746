using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>Channels that each of several goroutines of one function closes.</summary>
internal sealed class RepeatedCloses
{
    private readonly ClosedChannelRule rule;
    private readonly PackageContext package;

    public RepeatedCloses(ClosedChannelRule rule, PackageContext package)
    {
        this.rule = rule;
        this.package = package;
    }

    /// <summary>Reports the closes.</summary>
    public void Run()
    {
        foreach (var channel in package.Channels.Local)
        {
            foreach (var party in channel.Parties)
            {
                if (party is { Closes: true, IsOwner: false, IsCallback: false, StartedBy.IsOwner: true, Start: GoStmt start }
                    && Loops.Around(channel.Owner.Function, start) is { } loop && !Contains(loop, channel.Make.Syntax)
                    && party.All.Find(e => e is { Kind: PartyEventKind.Close, IsInCall: false }) is { Use: { } close }
                    && !PackageContext.IsTest(close.File) && IsUnconditional(close) && GoesOn(channel.Owner.Function, loop, start))
                {
                    Report(close, channel.Owner.Function, start, channel.Variable.Name);
                }
            }
        }

        foreach (var channel in package.Channels.Shared)
        {
            foreach (var close in channel.Closes)
            {
                if (close.Function is { } closer && !PackageContext.IsTest(close.File) && IsUnconditional(close)
                    && new PathResolver(closer).Of(close.Expr) is { Root.Kind: VarKind.Receiver, Steps: [{ Field: not null }] }
                    && package.Flow.Goroutines.Of(closer).FirstOrDefault(s => StartsMany(s, closer)) is { } start)
                {
                    Report(close, start.Starter, start.Place, channel.Name.Name);
                }
            }
        }
    }

    private static bool Contains(Node outer, Node inner) => outer.Pos <= inner.Pos && inner.End <= outer.End;

    // for ... { go s.run() }: s stays the same.
    private bool StartsMany(GoroutineStart start, FlowFunction closer) => start.Place is GoStmt { Call: { Fun: SelectorExpr method } call } go
        && package.Flow.TargetOf(start.Starter.File, call) == closer && Loops.Around(start.Starter, go) is { } loop
        && new PathResolver(start.Starter).ReceiverOf(method) is { Steps: [] } path
        && (path.Root.Kind == VarKind.Receiver || path.Root.Offset < loop.Pos) && GoesOn(start.Starter, loop, go);

    // The loop starts more than one: control gets from the start to its next iteration.
    private static bool GoesOn(FlowFunction function, Stmt loop, Node start) =>
        GraphSteps.Of(function, start) is { } step && GraphSteps.CanFollow(function, step, step) && loop is not RangeStmt { X: BasicLit { Value: "1" } };

    // Every one of them comes to it: it is under no condition, and nothing returns above it.
    private static bool IsUnconditional(ChannelUse close)
    {
        if (NodeSearch.Any(close.Function!.Body, n => n is ReturnStmt && n.Pos < close.Syntax.Pos, false))
        {
            return false;
        }

        for (var at = close.Function!.Parents.Of(close.Syntax); at != null && at != close.Function.Syntax; at = close.Function.Parents.Of(at))
        {
            if (at is IfStmt or CaseClause or CommClause or ForStmt or RangeStmt)
            {
                return false;
            }
        }

        return true;
    }

    private void Report(ChannelUse close, FlowFunction starter, Node start, string name)
    {
        var file = close.File.Tree.File;
        var there = starter.File.Tree.File;
        package.Report(new Finding(rule.Rule, Confidence.Likely, SourceSpan.Of(file, close.Syntax), close.Function!.Name,
            $"{name} is closed by each of the goroutines that the loop at line {ChannelText.Line(there, start.Pos)} starts: the second close panics",
            [new RelatedPlace(new SourceSpan(there, start.Pos, start.Pos + 2), "the goroutines are started here")], []));
    }
}
