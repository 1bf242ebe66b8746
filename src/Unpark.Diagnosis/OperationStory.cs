using System.Collections.Immutable;
using System.Globalization;
using Unpark.Analysis;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;
using Unpark.Profiles;

namespace Unpark.Diagnosis;

/// <summary>Says what an operation waits for and who could end the wait, and which kind of leak it is if nobody does.</summary>
internal sealed class OperationStory
{
    private readonly FlowPackage package;
    private readonly TypedFile file;
    private readonly SourceFile source;
    private readonly int line;
    private readonly string place;

    /// <summary>Tells stories of the operations on a line.</summary>
    public OperationStory(FlowPackage package, TypedFile file, int line)
    {
        (this.package, this.file, this.line) = (package, file, line);
        source = file.Tree.File;
        place = string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(source.Path)}:{line}");
    }

    /// <summary>The story of an operation; without one that of the call on the line.</summary>
    public (string Text, string? Rule, ImmutableArray<RelatedPlace> Places) Of(BlockedOperation? operation) => operation?.Kind switch
    {
        null => (OperationFinder.CallAt(file, line) is { } call
            ? $"The call {SourceText.OneLine(source, call)} at {place} does not return."
            : $"The goroutines are at {place}.", null, []),
        BlockingKind.ChanSend => OfSend(operation),
        BlockingKind.ChanReceive => OfReceive(operation),
        BlockingKind.Select => OfSelect((SelectStmt)operation.Node),
        BlockingKind.SelectNoCases => ($"The select at {place} has no cases: it never ends.", "UP108", []),
        BlockingKind.WaitGroupWait => OfWaitGroup(operation),
        BlockingKind.CondWait => OfCond(operation),
        BlockingKind.MutexLock or BlockingKind.RWMutexLock or BlockingKind.RWMutexRLock => OfLock(operation),
        BlockingKind.Sleep => ($"The goroutine sleeps at {place} and nothing can wake it.", "UP208", []),
        _ => ($"{Text(operation)} waits.", null, []),
    };

    /// <summary>True of a loop over the channel of a ticker that nothing leaves.</summary>
    public static bool IsEndless(TypedFile file, BlockedOperation operation)
        => operation.Node is RangeStmt { Body: var body } && IsTicking(file, operation) && !Leaves(body);

    private string Text(BlockedOperation operation) => $"{SourceText.OneLine(source, operation.Node)} at {place}";

    private string Name(BlockedOperation operation)
        => operation.Subject is { } subject ? SourceText.OneLine(source, subject) : "";

    private (string Text, string? Rule, ImmutableArray<RelatedPlace> Places) OfSend(BlockedOperation operation)
    {
        var story = operation.Variable is { } channel ? ChannelStory.Of(package, channel) : null;
        return ($"The send {Text(operation)} waits for a receiver.{story?.ForSender(Name(operation))}", "UP101", story?.Places() ?? []);
    }

    private (string Text, string? Rule, ImmutableArray<RelatedPlace> Places) OfReceive(BlockedOperation operation)
    {
        var name = Name(operation);
        var rule = ReceiveRule(operation);
        if (operation.Node is not RangeStmt range)
        {
            var story = rule == "UP102" && operation.Variable is { } channel ? ChannelStory.Of(package, channel) : null;
            return ($"The receive from {name} at {place} waits for a value.{story?.ForReceiver(name, untilClosed: false)}",
                rule, story?.Places() ?? []);
        }

        if (IsTicking(file, operation))
        {
            var end = Leaves(range.Body) ? "" : ", and nothing leaves the loop";
            return ($"The loop over {name} at {place} goes on for ever: the channel of a ticker is never closed{end}.", rule, []);
        }

        var ranged = operation.Variable is { } variable ? ChannelStory.Of(package, variable) : null;
        return ($"The loop over {name} at {place} waits for a value or the end of the channel.{ranged?.ForReceiver(name, untilClosed: true)}",
            rule, ranged?.Places() ?? []);
    }

    private string ReceiveRule(BlockedOperation operation)
    {
        if (IsTicking(file, operation))
        {
            return operation.Node is not RangeStmt ? "UP208" : operation.Variable is null ? "UP304" : "UP301";
        }

        if (operation.Subject is not null && Callees.Unparen(operation.Subject) is CallExpr call)
        {
            return Callees.IsPackageFunction(file, call, "time", "After") ? "UP208"
                : Callees.NameOf(call)?.Name == "Done" ? "UP201"
                : operation.Node is RangeStmt ? "UP103" : "UP102";
        }

        return operation.Node is RangeStmt ? "UP103" : "UP102";
    }

    private (string Text, string? Rule, ImmutableArray<RelatedPlace> Places) OfSelect(SelectStmt select)
    {
        var cases = select.Body.List.OfType<CommClause>().Where(c => c.Comm is not null).ToArray();
        var places = cases.Select(c => new RelatedPlace(SourceSpan.Of(source, c.Comm!), "waits for this"));
        var text = $"The select at {place} waits for {string.Join(" or ", cases.Select(c => SourceText.OneLine(source, c.Comm!)))}, "
            + "and none of them comes.";
        foreach (var clause in cases)
        {
            if (Channel(clause.Comm!) is { } channel && ChannelUses.VariableOf(file, channel) is { } variable)
            {
                var story = ChannelStory.Of(package, variable);
                var name = SourceText.OneLine(source, channel);
                text += clause.Comm is SendStmt ? story.ForSender(name) : $" {name}:{story.ForReceiver(name, untilClosed: false)}";
                places = places.Concat(story.Places());
            }
        }

        return (text, SelectRule(select, cases), [.. places.DistinctBy(p => p.Span)]);
    }

    // With a context among its cases it is the context that is not cancelled; a loop without one has no exit.
    private string SelectRule(SelectStmt select, CommClause[] cases)
        => cases.Any(c => NodeSearch.Any(c.Comm, n => n is SelectorExpr { Sel.Name: "Done" })) ? "UP201"
            : IsInLoop(select) ? "UP203"
            : cases.All(c => c.Comm is SendStmt) ? "UP101" : "UP102";

    private bool IsInLoop(Node node)
    {
        var function = package.Functions.LastOrDefault(f => f.File == file && f.Syntax.Pos <= node.Pos && node.End <= f.Syntax.End);
        for (var at = function?.Parents.Of(node); at is not (null or FuncLit or FuncDecl); at = function!.Parents.Of(at))
        {
            if (at is ForStmt or RangeStmt)
            {
                return true;
            }
        }

        return false;
    }

    private (string Text, string? Rule, ImmutableArray<RelatedPlace> Places) OfWaitGroup(BlockedOperation operation)
    {
        var name = Name(operation);
        var story = operation.Variable is { } group ? MethodStory.Of(package, group) : null;
        return ($"{Text(operation)} waits until Done has been called as often as Add has counted."
            + story?.Sentence("counted up", $"Nothing in its package counts {name} up", "Add", "Go")
            + story?.Sentence("counted down", "Nothing in its package calls Done by this name", "Done", "Go"),
            "UP109",
            story?.Places(("Add", "counted up here"), ("Go", "counted up here"), ("Done", "counted down here")) ?? []);
    }

    private (string Text, string? Rule, ImmutableArray<RelatedPlace> Places) OfCond(BlockedOperation operation)
    {
        var story = operation.Variable is { } condition ? MethodStory.Of(package, condition) : null;
        return ($"{Text(operation)} waits for a Signal or Broadcast."
            + story?.Sentence("signalled", "Nothing in its package signals it", "Signal", "Broadcast"),
            "UP110", story?.Places(("Signal", "signalled here"), ("Broadcast", "signalled here")) ?? []);
    }

    private (string Text, string? Rule, ImmutableArray<RelatedPlace> Places) OfLock(BlockedOperation operation)
    {
        var name = Name(operation);
        if (operation.Node is CallExpr { Fun: SelectorExpr { Sel.Name: "Do" } })
        {
            return ($"{Text(operation)} waits for another call of Do on {name}, which does not return.", "UP607", []);
        }

        var story = operation.Variable is { } mutex ? MethodStory.Of(package, mutex) : null;
        return ($"{Text(operation)} waits for whoever holds {name}."
            + story?.Sentence("locked", "Nothing else in its package locks it", "Lock", "RLock")
            + story?.Sentence("unlocked", "Nothing in its package unlocks it", "Unlock", "RUnlock"),
            "UP601",
            story?.Places(("Lock", "locked here"), ("RLock", "read-locked here"), ("Unlock", "unlocked here"),
                ("RUnlock", "unlocked here")) ?? []);
    }

    // The channel of a ticker is never closed.
    private static bool IsTicking(TypedFile file, BlockedOperation operation)
        => operation.Variable is { IsField: true, Name: "C", Package.Path: "time" }
            || (operation.Subject is not null && Callees.Unparen(operation.Subject) is CallExpr call
                && Callees.IsPackageFunction(file, call, "time", "Tick"));

    private static bool Leaves(BlockStmt body)
        => NodeSearch.Any(body, n => n is ReturnStmt or BranchStmt { Tok: TokenKind.Break or TokenKind.Goto }, literals: false);

    private static Expr? Channel(Stmt communication) => communication switch
    {
        SendStmt send => send.Chan,
        ExprStmt { X: var x } => Received(x),
        AssignStmt { Rhs: [var x] } => Received(x),
        _ => null,
    };

    private static Expr? Received(Expr x) => Callees.Unparen(x) is UnaryExpr { Op: TokenKind.Arrow } receive ? receive.X : null;
}
