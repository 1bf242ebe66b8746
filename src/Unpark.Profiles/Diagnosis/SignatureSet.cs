using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Unpark.Profiles;

/// <summary>Kinds of goroutines that are looked for, and finds of which kind one is.</summary>
public sealed class SignatureSet
{
    private const string Resource = "signatures.txt";

    private static readonly Lazy<SignatureSet> LazyKnown = new(() => new SignatureSet(ReadKnown()));

    // Profiles have few functions and many frames.
    private readonly ConcurrentDictionary<string, string> names = new(StringComparer.Ordinal);
    private readonly FrozenDictionary<string, ImmutableArray<(int Order, SignatureMark Mark)>> exact;
    private readonly ImmutableArray<(int Order, string Prefix, SignatureMark Mark)> prefixes;

    /// <summary>Makes a set; of several kinds that fit the first one counts.</summary>
    public SignatureSet(ImmutableArray<Signature> signatures)
    {
        All = signatures;
        var marks = signatures.SelectMany((s, order) => s.Marks.Select(mark => (Order: order, Mark: mark))).ToArray();
        exact = marks.Where(m => !m.Mark.Function.EndsWith('*'))
            .GroupBy(m => m.Mark.Function, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.ToImmutableArray(), StringComparer.Ordinal);
        prefixes = [.. marks.Where(m => m.Mark.Function.EndsWith('*')).Select(m => (m.Order, m.Mark.Function[..^1], m.Mark))];
    }

    /// <summary>Those that Unpark knows.</summary>
    public static SignatureSet Known => LazyKnown.Value;

    /// <summary>The kinds, in their order.</summary>
    public ImmutableArray<Signature> All { get; }

    /// <summary>This set with others that go before.</summary>
    public SignatureSet With(ImmutableArray<Signature> others) => others.IsEmpty ? this : new SignatureSet(others.AddRange(All));

    /// <summary>The kind of goroutines with a stack, or null.</summary>
    public Signature? Find(CallStack stack, BlockingKind kind)
    {
        ArgumentNullException.ThrowIfNull(stack);
        var found = int.MaxValue;
        foreach (var frame in stack.Frames)
        {
            if (frame.Kind == FrameKind.Call)
            {
                found = Math.Min(found, Find(frame.Function, starts: false, stack, kind));
            }
        }

        if (stack.CreatedBy is { } creator)
        {
            found = Math.Min(found, Find(creator.Function, starts: true, stack, kind));
        }

        return found == int.MaxValue ? null : All[found];
    }

    private int Find(string function, bool starts, CallStack stack, BlockingKind kind)
    {
        var name = NameOf(function);
        var found = int.MaxValue;
        if (exact.TryGetValue(name, out var marks))
        {
            foreach (var (order, mark) in marks)
            {
                found = order < found && Fits(mark, starts, stack, kind) ? order : found;
            }
        }

        foreach (var (order, prefix, mark) in prefixes)
        {
            if (order < found && name.StartsWith(prefix, StringComparison.Ordinal) && Fits(mark, starts, stack, kind))
            {
                found = order;
            }
        }

        return found;
    }

    private string NameOf(string function) => names.GetOrAdd(function, FunctionName.Stable);

    private bool Fits(SignatureMark mark, bool starts, CallStack stack, BlockingKind kind)
        => mark.Starts == starts && (mark.Kinds.IsEmpty || mark.Kinds.Contains(kind))
            && (mark.Without is not { } without || !stack.Frames.Any(f => NameOf(f.Function) == without));

    private static ImmutableArray<Signature> ReadKnown()
    {
        using var stream = typeof(SignatureSet).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return SignatureReader.Read(reader.ReadToEnd());
    }
}
