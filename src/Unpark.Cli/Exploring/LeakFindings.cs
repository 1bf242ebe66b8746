using System.Collections.Immutable;
using Unpark.Analysis;
using Unpark.Analysis.Schedules;
using Unpark.Explorer;
using Unpark.Go.Syntax;

namespace Unpark.Cli.Exploring;

/// <summary>Makes findings of what the explorer shows.</summary>
internal static class LeakFindings
{
    /// <summary>The rule of a leak that is none that the rules of <c>check</c> know.</summary>
    public static Rule Neutral { get; } =
        new("UP100", "blocks-for-ever", 1, RuleProfile.Leaks, "A goroutine can block for ever: the explorer shows the schedule.");

    /// <summary>True of the number or name of <see cref="Neutral"/>, as one types it.</summary>
    public static bool IsNeutral(string asked) =>
        asked.Equals(Neutral.Id, StringComparison.OrdinalIgnoreCase) || asked.Equals(Neutral.Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The finding of a leak.</summary>
    /// <param name="leak">The leak.</param>
    /// <param name="trace">What happens in its schedule; null if that is not known.</param>
    /// <param name="package">The import path of the package that is explored.</param>
    /// <param name="rules">The rules there are.</param>
    public static Finding Of(LeakedGoroutine leak, Trace? trace, string package, ImmutableArray<Rule> rules)
    {
        var goroutine = trace?.Goroutines.FirstOrDefault(g => g.Number == leak.Goroutine);
        var at = goroutine?.At is { Source: not null } own ? own : leak.Stack.FirstOrDefault(f => f.Source is not null);
        var isOfLibrary = at is null && leak.StartedFor is { Source: not null };
        at ??= isOfLibrary ? leak.StartedFor! : leak.Stack[0];
        var id = isOfLibrary ? null : LeakRules.IdOf(leak, trace, goroutine, at);
        var span = Span(at);
        // Conditions of which nothing is known may depend on each other in a way that the schedule does not respect.
        var confidence = Assumptions(leak).Any() ? Confidence.Likely : Confidence.Proved;
        return new Finding(rules.FirstOrDefault(r => r.Id == id) ?? Neutral, confidence, span,
            GoroutineWords.Short(at.Function, package).Split(".func")[0], isOfLibrary ? $"this starts {leak.Stack[^1].Function}, which can block for ever: {leak.WaitReason}" : Message(leak, goroutine), Related(leak, trace, goroutine, span), []);
    }

    /// <summary>The steps of a leak's schedule at which a condition goes one way of whose value nothing is known.</summary>
    public static IEnumerable<ScheduleStep> Assumptions(LeakedGoroutine leak) => leak.Schedule.Where(s => s.Choice.IsAssumption);

    private static string Message(LeakedGoroutine leak, TracedGoroutine? goroutine)
    {
        var name = goroutine?.Name ?? "";
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

    /// <summary>The place of a call, its first line; null if its source is not known.</summary>
    public static SourceSpan? PlaceOf(StackFrame frame) => frame.Source is null ? null : Span(frame);

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
