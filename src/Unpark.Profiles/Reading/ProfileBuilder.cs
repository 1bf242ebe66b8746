using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Unpark.Profiles.Reading;

/// <summary>Collects the goroutines of one profile.</summary>
internal sealed class ProfileBuilder
{
    private const int MaxText = 200;

    private readonly StackTable stacks;
    private readonly LabelTable labels;
    private readonly int maxLabelSets;
    private readonly Dictionary<Key, int> index = [];
    private readonly List<Entry> entries = [];
    private readonly List<int> threads = [];
    private readonly ImmutableArray<UnparsedPart>.Builder parts = ImmutableArray.CreateBuilder<UnparsedPart>();
    private readonly HashSet<int> labelSets = [];
    private long unparsed;

    public ProfileBuilder(StackTable stacks, LabelTable labels, ProfileFormat format, int maxLabelSets)
    {
        (this.stacks, this.labels, this.maxLabelSets) = (stacks, labels, maxLabelSets);
        Format = format;
    }

    public ProfileFormat Format { get; }

    public string Name { get; set; } = "goroutine";

    public string? Title { get; set; }

    public DateTimeOffset? Time { get; set; }

    public long Line { get; set; }

    public long Offset { get; set; }

    public long? DeclaredTotal { get; set; }

    public string? Truncated { get; set; }

    public long Phantoms { get; set; }

    public long LabelsDropped { get; private set; }

    /// <summary>How many goroutines there are so far.</summary>
    public long Goroutines { get; private set; }

    /// <summary>True if there is nothing in it that anybody wants to see.</summary>
    public bool IsEmpty => entries.Count == 0 && threads.Count == 0 && unparsed == 0 && Phantoms == 0 && DeclaredTotal is null;

    /// <summary>Adds goroutines.</summary>
    public void Add(int stack, int state, int labelSet, long id, long minutes, long count)
    {
        Goroutines += count;
        if (labelSet != 0 && labelSets.Count >= maxLabelSets && !labelSets.Contains(labelSet))
        {
            LabelsDropped += count;
            labelSet = 0;
        }

        ref var at = ref CollectionsMarshal.GetValueRefOrAddDefault(index, new Key(stack, state, labelSet), out var exists);
        if (!exists)
        {
            at = entries.Count;
            entries.Add(new Entry(stack, state, labelSet));
            if (labelSet != 0)
            {
                labelSets.Add(labelSet);
            }
        }

        entries[at].Add(id, minutes, count);
    }

    /// <summary>Adds a stack that is no goroutine's.</summary>
    public void AddThread(int stack)
    {
        if (threads.Count < Profile.MaxUnparsedParts)
        {
            threads.Add(stack);
        }
    }

    /// <summary>Notes something that could not be understood.</summary>
    public void AddUnparsed(long line, long offset, long lines, ReadOnlySpan<byte> text, string reason)
    {
        unparsed += lines;
        if (parts.Count < Profile.MaxUnparsedParts)
        {
            parts.Add(new UnparsedPart(line, offset, lines, Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaxText)]), reason));
        }
    }

    /// <summary>The profile.</summary>
    /// <param name="states">The states by their numbers.</param>
    public Profile Build(StateTable states)
    {
        var records = ImmutableArray.CreateBuilder<GoroutineRecord>(entries.Count);
        foreach (var entry in entries)
        {
            var stack = stacks[entry.Stack];
            records.Add(new GoroutineRecord(entry.Count, states.Of(entry.State, stack), stack, labels[entry.Labels],
                entry.Waited(), entry.Ids()));
        }

        return new Profile
        {
            Format = Format,
            Name = Name,
            Title = Title,
            Time = Time,
            Line = Line,
            Offset = Offset,
            Goroutines = Goroutines,
            DeclaredTotal = DeclaredTotal,
            Records = records.MoveToImmutable(),
            ThreadStacks = [.. threads.Select(t => stacks[t])],
            Unparsed = unparsed,
            UnparsedParts = parts.ToImmutable(),
            Phantoms = Phantoms,
            LabelsDropped = LabelsDropped,
            Truncated = Truncated,
        };
    }

    private readonly record struct Key(int Stack, int State, int Labels)
    {
        public override int GetHashCode() => ((((Stack * 31) + State) * 0x01000193) ^ Labels) * 0x5bd1e995;
    }

    private sealed class Entry(int stack, int state, int labels)
    {
        private readonly long[] ids = new long[GoroutineRecord.MaxIds];
        private int idCount;
        private long[]? buckets;
        private long known;
        private long min = long.MaxValue;
        private long max;

        public int Stack { get; } = stack;

        public int State { get; } = state;

        public int Labels { get; } = labels;

        public long Count { get; private set; }

        public void Add(long id, long minutes, long count)
        {
            Count += count;
            if (id != 0 && idCount < ids.Length)
            {
                ids[idCount++] = id;
            }

            if (minutes > 0)
            {
                known += count;
                min = Math.Min(min, minutes);
                max = Math.Max(max, minutes);
                (buckets ??= new long[64])[BitOperations.Log2((ulong)minutes)] += count;
            }
        }

        public ImmutableArray<long> Ids() => [.. ids.AsSpan(0, idCount)];

        public WaitTimes Waited() => known == 0
            ? WaitTimes.None
            : new WaitTimes(known, min, max, [.. buckets.AsSpan(0, BitOperations.Log2((ulong)max) + 1)]);
    }
}
