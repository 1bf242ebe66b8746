namespace Unpark.Explorer;

/// <summary>
/// Equality of comparable Go values of one type (Go specification, "Comparison operators"), floating-point numbers by
/// <see cref="Value.Bits"/>; values that are not comparable are equal if they are the same.
/// </summary>
internal sealed class ValueComparer : IEqualityComparer<Value>
{
    private ValueComparer()
    {
    }

    public static ValueComparer Instance { get; } = new();

    public bool Equals(Value x, Value y)
    {
        if (x.Bits != y.Bits)
        {
            return false;
        }

        if (ReferenceEquals(x.Reference, y.Reference))
        {
            return true;
        }

        switch (x.Reference, y.Reference)
        {
            case (GoString a, GoString b):
                return a.Equals(b);
            case (UnknownValue a, UnknownValue b):
                return a.Equals(b);
            case (InterfaceValue a, InterfaceValue b):
                return ReferenceEquals(a.Type, b.Type) && Equals(a.Value, b.Value);
            case (Value[] a, Value[] b):
                if (a.Length != b.Length)
                {
                    return false;
                }

                for (var i = 0; i < a.Length; i++)
                {
                    if (!Equals(a[i], b[i]))
                    {
                        return false;
                    }
                }

                return true;
            case (GoSlice a, GoSlice b):
                return a == b;
            case (System.Numerics.Complex a, System.Numerics.Complex b):
                return a == b;
            default:
                return false;
        }
    }

    public int GetHashCode(Value obj)
    {
        switch (obj.Reference)
        {
            case null or HeapTag:
                return obj.Bits.GetHashCode();
            case InterfaceValue value:
                return HashCode.Combine(value.Type.Number, GetHashCode(value.Value));
            case Value[] cells:
                var hash = cells.Length;
                foreach (var cell in cells)
                {
                    hash = HashCode.Combine(hash, GetHashCode(cell));
                }

                return hash;
            case GoString or UnknownValue or GoSlice or System.Numerics.Complex:
                return obj.Reference.GetHashCode();
            default:
                return 1;
        }
    }
}
