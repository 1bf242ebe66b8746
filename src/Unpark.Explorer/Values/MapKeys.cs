using System.Numerics;
using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>
/// Keys of maps, so that two are equal for <see cref="ValueComparer"/> if and only if they are for Go: both zeros are one key, and what
/// is not a number is equal to nothing.
/// </summary>
internal static class MapKeys
{
    /// <summary>The key that a map has for a value.</summary>
    public static Value Of(Value value, RuntimeType type)
    {
        switch (type.Shape)
        {
            case BasicType when Operators.IsFloat(type.Kind) && value.Reference == null:
                return value.Float == 0 ? default : double.IsNaN(value.Float) ? Unequal(value) : value;
            case BasicType when value.Reference is Complex complex && (double.IsNaN(complex.Real) || double.IsNaN(complex.Imaginary)):
                return Unequal(value);
            case InterfaceType when value.Reference is InterfaceValue boxed:
                var inner = Of(boxed.Value, boxed.Type);
                return IsSame(inner, boxed.Value) ? value : Value.OfObject(new InterfaceValue(boxed.Type, inner));
            case StructType shape when type.Special == null && value.Reference is Value[] cells:
                return OfParts(value, cells, Enumerable.Range(0, shape.Fields.Length).Select(i => (type.OffsetOf(i), type.Field(i))));
            case ArrayType array when value.Reference is Value[] items && type.Elem.Shape is BasicType or InterfaceType or StructType or ArrayType:
                return OfParts(value, items, Enumerable.Range(0, (int)array.Length).Select(i => (i * type.Elem.Cells, type.Elem)));
            default:
                return value;
        }
    }

    /// <summary>The value of a key.</summary>
    public static Value Plain(Value key) => key.Reference switch
    {
        NotANumber { Number: var number } => number,
        InterfaceValue boxed when Plain(boxed.Value) is var inner && !IsSame(inner, boxed.Value) =>
            Value.OfObject(new InterfaceValue(boxed.Type, inner)),
        Value[] cells when Array.Exists(cells, c => !IsSame(Plain(c), c)) => Value.OfObject(Array.ConvertAll(cells, Plain)),
        _ => key,
    };

    private static Value Unequal(Value number) => Value.OfObject(new NotANumber(number));

    private static Value OfParts(Value whole, Value[] cells, IEnumerable<(int At, RuntimeType Type)> parts)
    {
        Value[]? changed = null;
        foreach (var (at, type) in parts)
        {
            var part = type.IsAggregate ? Value.OfObject(cells.AsSpan(at, type.Cells).ToArray()) : cells[at];
            var key = Of(part, type);
            if (!IsSame(key, part))
            {
                changed ??= [.. cells];
                (type.IsAggregate ? key.Cells : [key]).CopyTo(changed, at);
            }
        }

        return changed == null ? whole : Value.OfObject(changed);
    }

    private static bool IsSame(Value x, Value y) => x.Bits == y.Bits && ReferenceEquals(x.Reference, y.Reference);
}
