using System.Runtime.InteropServices;

namespace Unpark.Profiles.Reading;

/// <summary>States of goroutines, each kept once.</summary>
internal sealed class StateTable
{
    private readonly ByteTable texts = new();
    private readonly List<string> names = [];
    private readonly Dictionary<Key, int> numbers = [];
    private readonly List<Key> states = [];
    private readonly Dictionary<(int State, BlockingKind Kind), GoroutineState> made = [];

    /// <summary>The number of a state.</summary>
    public int State(ReadOnlySpan<byte> text, StateFlags flags, long bubble)
    {
        var name = texts.Intern(text);
        if (name == names.Count)
        {
            names.Add(System.Text.Encoding.UTF8.GetString(text));
        }

        var key = new Key(name, flags, bubble);
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, key, out var exists);
        if (!exists)
        {
            number = states.Count;
            states.Add(key);
        }

        return number;
    }

    /// <summary>The state of a number, its kind found with the help of the stack where the text does not tell.</summary>
    public GoroutineState Of(int state, CallStack stack)
    {
        var key = states[state];
        var text = names[key.Text];
        var kind = Blocking.Kind(text, stack);
        ref var its = ref CollectionsMarshal.GetValueRefOrAddDefault(made, (state, kind), out _);
        return its ??= new GoroutineState(text, kind, key.Flags.HasFlag(StateFlags.Leaked), key.Flags.HasFlag(StateFlags.Scanned),
            key.Flags.HasFlag(StateFlags.Durable), key.Flags.HasFlag(StateFlags.LockedToThread), key.Bubble);
    }

    private readonly record struct Key(int Text, StateFlags Flags, long Bubble)
    {
        public override int GetHashCode() => (Text * 397) ^ ((int)Flags << 16) ^ Bubble.GetHashCode();
    }
}
