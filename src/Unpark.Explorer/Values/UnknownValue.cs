namespace Unpark.Explorer;

/// <summary>
/// A value of which only the type is known: an input, what a function gives whose body is not executed, or what is worked
/// out of such. The same expression of the same inputs has the same value, so that a condition is asked once on a path.
/// </summary>
internal sealed class UnknownValue : IEquatable<UnknownValue>
{
    private const int MaxDepth = 16;
    private const int MaxSize = 64;

    private readonly int hash;

    /// <param name="name">What it is: an input's number, or an operation.</param>
    /// <param name="number">Of an input its number; of an operation what distinguishes it from others of the name.</param>
    /// <param name="operands">What it is worked out of; empty for an input.</param>
    public UnknownValue(string name, long number, params Value[] operands)
    {
        Name = name;
        Number = number;
        Operands = operands;
        var code = HashCode.Combine(name, number);
        foreach (var operand in operands)
        {
            code = HashCode.Combine(code, ValueComparer.Instance.GetHashCode(operand));
            Depth = Math.Max(Depth, operand.Unknown?.Depth ?? 0);
            Size += operand.Unknown?.Size ?? 0;
        }

        hash = code;
        if (++Depth > MaxDepth || ++Size > MaxSize)
        {
            // Sums of a loop that goes on and on: from here on only the same one is known to be the same.
            Name = "deep";
            Number = code;
            Operands = [];
            (Depth, Size) = (1, 1);
            hash = HashCode.Combine(Name, Number);
        }
    }

    public string Name { get; }

    public long Number { get; }

    public Value[] Operands { get; }

    /// <summary>How many operations deep it is.</summary>
    public int Depth { get; }

    /// <summary>How many operations and inputs it has, each counted as often as it occurs.</summary>
    public int Size { get; }

    public bool Equals(UnknownValue? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other == null || hash != other.hash || Number != other.Number || Name != other.Name
            || Operands.Length != other.Operands.Length)
        {
            return false;
        }

        for (var i = 0; i < Operands.Length; i++)
        {
            if (!ValueComparer.Instance.Equals(Operands[i], other.Operands[i]))
            {
                return false;
            }
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as UnknownValue);

    public override int GetHashCode() => hash;

    public override string ToString() => Operands.Length == 0 ? $"?{Name}{Number}" : $"{Name}({string.Join(", ", Operands)})";
}
