using Unpark.Go.Constants;
using Unpark.Go.Types;

namespace Unpark.Go.Tests.Oracles;

/// <summary>The oracle's strings, and which of them our types, objects and values are written as.</summary>
internal sealed class StringTable
{
    private const int Unseen = -2;

    private readonly List<string> strings = [];
    private readonly Dictionary<string, int> numbers = [];
    private readonly Dictionary<object, int> known = new(ReferenceEqualityComparer.Instance);

    public string this[int number] => number < 0 ? "none" : strings[number];

    public void Add(string text)
    {
        numbers.Add(text, strings.Count);
        strings.Add(text);
    }

    public int Of(string? text) => text == null ? -1 : numbers.GetValueOrDefault(text, Unseen);

    public int Of(GoType? type) => type == null ? -1 : Known(type, static o => ((GoType)o).ToString());

    public int Of(GoObject? obj) => obj == null ? -1 : Known(obj, static o => ((GoObject)o).ToString());

    public int Of(ConstantValue? value) => value == null ? -1 : Known(value, static o => ((ConstantValue)o).ExactString());

    /// <summary>How often names of parameters made the difference between what was the same.</summary>
    public long Renamed { get; private set; }

    /// <summary>True if a type of ours is the oracle's.</summary>
    public bool IsSame(GoType? ours, int number) => Of(ours) == number || IsRenamed(ours, number);

    /// <summary>True if an object of ours is the oracle's.</summary>
    public bool IsSame(GoObject? ours, int number) => Of(ours) == number || IsRenamed(ours, number);

    /// <summary>Forgets our objects, which belong to a package that is done with.</summary>
    public void Forget() => known.Clear();

    private bool IsRenamed(object? ours, int number)
    {
        if (ours == null || number < 0 || !ParameterNames.AreEqualWithout(ours.ToString()!, strings[number]))
        {
            return false;
        }

        Renamed++;
        return true;
    }

    private int Known(object obj, Func<object, string> write)
    {
        if (!known.TryGetValue(obj, out var number))
        {
            // What the oracle has not written yet it may write later on.
            number = numbers.GetValueOrDefault(write(obj), Unseen);
            if (number != Unseen)
            {
                known.Add(obj, number);
            }
        }

        return number;
    }
}
