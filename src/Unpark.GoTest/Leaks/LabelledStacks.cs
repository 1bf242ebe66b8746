using System.Globalization;
using System.Text;
using Unpark.Profiles;

namespace Unpark.GoTest;

/// <summary>
/// The tests of goroutines by their stacks: Go before 1.26 prints no labels in dumps, but in pprof's form it does. Goroutines
/// with the same stack are dealt out to the tests that have such.
/// </summary>
internal sealed class LabelledStacks
{
    private readonly Dictionary<string, Queue<(string Test, long Count)>> tests = new(StringComparer.Ordinal);

    /// <summary>Reads a profile in pprof's form.</summary>
    public LabelledStacks(ReadOnlyMemory<byte> profile)
    {
        foreach (var record in ProfileReader.Read(new MemoryStream(profile.ToArray())).First().Records)
        {
            if (record.Labels.FirstOrDefault(l => l.Key == LeftBehind.TestLabel).Value is { } test)
            {
                var key = Key(record.Stack);
                if (!tests.TryGetValue(key, out var queue))
                {
                    queue = new Queue<(string, long)>();
                    tests.Add(key, queue);
                }

                queue.Enqueue((test, record.Count));
            }
        }
    }

    /// <summary>The test of a goroutine with a stack as it is printed; null if none is left that has one.</summary>
    public string? Take(string stack)
    {
        var records = ProfileReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(stack + "\n\n"))).First().Records;
        if (records is not [var record, ..] || !tests.TryGetValue(Key(record.Stack), out var queue) || !queue.TryDequeue(out var first))
        {
            return null;
        }

        if (first.Count > 1)
        {
            // The others are for later; the order among them does not matter.
            queue.Enqueue((first.Test, first.Count - 1));
        }

        return first.Test;
    }

    // Dumps leave the functions of the runtime out.
    private static string Key(CallStack stack) => string.Join('\n', stack.Frames
        .Where(f => f.Kind == FrameKind.Call && FunctionName.Package(f.Function) != "runtime")
        .Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Function} {f.File}:{f.Line}")));
}
