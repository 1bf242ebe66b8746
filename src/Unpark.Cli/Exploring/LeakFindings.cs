using System.Collections.Immutable;
using Unpark.Analysis;
using Unpark.Explorer;
using Unpark.Go.Syntax;

namespace Unpark.Cli.Exploring;

/// <summary>Makes findings of what the explorer shows.</summary>
internal static class LeakFindings
{
    /// <summary>The rule of a leak that is none that the rules of <c>check</c> know.</summary>
    public static Rule Neutral { get; } =
        new("UP100", "blocks-for-ever", 1, RuleProfile.Leaks, "A goroutine can block for ever: the explorer shows the schedule.");

    /// <summary>The finding of a leak.</summary>
    /// <param name="leak">The leak.</param>
    /// <param name="trace">What happens in its schedule; null if that is not known.</param>
    /// <param name="package">The import path of the package that is explored.</param>
    /// <param name="rules">The rules there are.</param>
    public static Finding Of(LeakedGoroutine leak, Trace? trace, string package, ImmutableArray<Rule> rules)
    {
        var goroutine = trace?.Goroutines.FirstOrDefault(g => g.Number == leak.Goroutine);
        var at = goroutine?.At is { Source: not null } own ? own : leak.Stack.FirstOrDefault(f => f.Source is not null) ?? leak.Stack[0];
        var id = RuleOf(leak, trace, goroutine, at);
        var span = Span(at);
        return new Finding(rules.FirstOrDefault(r => r.Id == id) ?? Neutral, Confidence.Proved, span,
            GoroutineWords.Short(at.Function, package).Split(".func")[0], Message(leak, trace, goroutine), Related(leak, trace, goroutine, span), []);
    }

    private static string? RuleOf(LeakedGoroutine leak, Trace? trace, TracedGoroutine? goroutine, StackFrame at)
    {
        if (goroutine is not null && trace is not null && goroutine.Objects.Any(o => trace.Objects[o].Kind == "once"))
        {
            return "UP607";
        }

        return leak.WaitReason switch
        {
            "chan send" => "UP101",
            "chan receive" => IsRange(at) ? "UP103" : "UP102",
            "chan send (nil chan)" or "chan receive (nil chan)" => "UP104",
            "select (no cases)" => "UP108",
            "sync.WaitGroup.Wait" => "UP109",
            "sync.Cond.Wait" => "UP110",
            "sync.Mutex.Lock" or "sync.RWMutex.Lock" or "sync.RWMutex.RLock" => LockRule(trace, goroutine),
            _ => null,
        };
    }

    // Who holds the lock, and what that one does, is what tells the rules about locks from each other.
    private static string? LockRule(Trace? trace, TracedGoroutine? goroutine)
    {
        if (trace is null || goroutine is null
            || trace.Locks.FirstOrDefault(l => l.To == null && goroutine.Objects.Contains(l.Object)) is not { } held)
        {
            return null;
        }

        if (held.Goroutine == goroutine.Number)
        {
            return "UP602";
        }

        return trace.Goroutines.FirstOrDefault(g => g.Number == held.Goroutine) switch
        {
            { Fate: GoroutineFate.Ended } => "UP601",
            { Fate: GoroutineFate.Stuck } holder when holder.Objects.Any(o => trace.Locks.Any(l => l.Object == o && l.To == null && l.Goroutine == goroutine.Number)) => "UP603",
            { Fate: GoroutineFate.Stuck } holder when holder.Objects.All(o => trace.Objects[o].Kind != "lock") => "UP604",
            _ => null,
        };
    }

    private static bool IsRange(StackFrame at) => at.Source is { } file
        && file.Content[at.Start..at.End].StartsWith("for"u8);

    private static string Message(LeakedGoroutine leak, Trace? trace, TracedGoroutine? goroutine)
    {
        var name = goroutine is not null && trace is not null && goroutine.Objects is [var first, ..] ? trace.Objects[first].Name : "";
        var to = name.Length == 0 ? "" : $" to {name}";
        var from = name.Length == 0 ? "" : $" from {name}";
        return leak.WaitReason switch
        {
            "chan send" => $"this send{to} can block for ever: nobody is left who receives",
            "chan receive" => $"this receive{from} can block for ever: nobody is left who sends or closes",
            "chan send (nil chan)" => "this send can block for ever: the channel is nil",
            "chan receive (nil chan)" => "this receive can block for ever: the channel is nil",
            "select" => "this select can block for ever: nobody is left who makes one of its cases ready",
            "select (no cases)" => "this select has no cases: it blocks for ever",
            "sync.WaitGroup.Wait" => $"this Wait{(name.Length == 0 ? "" : $" for {name}")} can block for ever: nobody is left who calls Done",
            "sync.Cond.Wait" => $"this Wait{(name.Length == 0 ? "" : $" for {name}")} can block for ever: nobody is left who wakes it",
            "sync.Mutex.Lock" or "sync.RWMutex.Lock" or "sync.RWMutex.RLock" =>
                $"this lock{(name.Length == 0 ? "" : $" of {name}")} can block for ever: it is never given back",
            var reason => $"this can block for ever: {reason}",
        };
    }

    private static ImmutableArray<RelatedPlace> Related(LeakedGoroutine leak, Trace? trace, TracedGoroutine? goroutine, SourceSpan span)
    {
        var related = ImmutableArray.CreateBuilder<RelatedPlace>();
        Add(leak.CreatedBy, "the goroutine is started here");
        if (trace is null || goroutine is null)
        {
            return related.ToImmutable();
        }

        foreach (var number in goroutine.Objects)
        {
            Add(trace.Objects[number].MadeAt, $"{trace.Objects[number].Name} is made here");
        }

        foreach (var held in trace.Locks.Where(l => l.To == null && goroutine.Objects.Contains(l.Object)))
        {
            Add(held.At, $"goroutine {held.Goroutine} locks it here and still holds it");
        }

        return related.ToImmutable();

        void Add(StackFrame? frame, string message)
        {
            if (frame?.Source is not null && Span(frame) is var place && place != span)
            {
                related.Add(new RelatedPlace(FirstLine(place), message));
            }
        }
    }

    private static SourceSpan Span(StackFrame frame) => FirstLine(frame.Source is { } file
        ? new SourceSpan(file, frame.Start, frame.End)
        : new SourceSpan(new SourceFile(frame.File.Length == 0 ? frame.Function : frame.File, Array.Empty<byte>()), 0, 0));

    // Of statements that go over several lines, such as go func() { ... }(), the first one is enough.
    private static SourceSpan FirstLine(SourceSpan span)
    {
        var length = span.File.Content[span.Start..span.End].IndexOf((byte)'\n');
        return length < 0 ? span : span with { End = span.Start + length };
    }
}
