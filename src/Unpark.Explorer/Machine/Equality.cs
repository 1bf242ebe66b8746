using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>Equality of values by their type (Go specification, "Comparison operators"): NaN is not equal to itself.</summary>
internal static class Equality
{
    /// <exception cref="GoPanicException">An interface holds what cannot be compared.</exception>
    public static bool Of(Value x, Value y, RuntimeType type)
    {
        switch (type.Shape)
        {
            case BasicType when Operators.IsFloat(type.Kind):
                return x.Float == y.Float;
            case BasicType when Operators.IsComplex(type.Kind):
                return Operators.ComplexOf(x) == Operators.ComplexOf(y);
            case InterfaceType:
                if (x.Reference is not InterfaceValue a || y.Reference is not InterfaceValue b)
                {
                    return x.IsZero && y.IsZero;
                }

                if (!ReferenceEquals(a.Type, b.Type))
                {
                    return false;
                }

                return TypePredicates.Comparable(a.Type.Type)
                    ? Of(a.Value, b.Value, a.Type)
                    : throw new GoPanicException($"comparing uncomparable type {Formatting.TypeName(a.Type)}");
            case StructType structType when type.Special == null:
                var left = Interpreter.CellsOf(x, type);
                var right = Interpreter.CellsOf(y, type);
                for (var i = 0; i < structType.Fields.Length; i++)
                {
                    var field = type.Field(i);
                    var at = type.OffsetOf(i);
                    if (at >= 0 && structType.Fields[i].Name != "_" && !Of(Part(left, at, field), Part(right, at, field), field))
                    {
                        return false;
                    }
                }

                return true;
            case ArrayType array:
                var elem = type.Elem;
                var one = Interpreter.CellsOf(x, type);
                var other = Interpreter.CellsOf(y, type);
                for (var i = 0; i < array.Length; i++)
                {
                    if (!Of(Part(one, i * elem.Cells, elem), Part(other, i * elem.Cells, elem), elem))
                    {
                        return false;
                    }
                }

                return true;
            default:
                return ValueComparer.Instance.Equals(x, y);
        }
    }

    /// <summary>Panics if a value cannot be the key of a map.</summary>
    public static void CheckKey(Value key, RuntimeType type)
    {
        switch (type.Shape)
        {
            case InterfaceType when key.Reference is InterfaceValue boxed:
                if (!TypePredicates.Comparable(boxed.Type.Type))
                {
                    throw new GoPanicException($"hash of unhashable type {Formatting.TypeName(boxed.Type)}");
                }

                CheckKey(boxed.Value, boxed.Type);
                break;
            case StructType structType when type.Special == null && key.Reference is Value[] cells:
                for (var i = 0; i < structType.Fields.Length; i++)
                {
                    if (type.OffsetOf(i) is >= 0 and var at)
                    {
                        CheckKey(Part(cells, at, type.Field(i)), type.Field(i));
                    }
                }

                break;
            case ArrayType array when key.Reference is Value[] items && type.Elem.Shape is InterfaceType or StructType or ArrayType:
                for (var i = 0; i < array.Length; i++)
                {
                    CheckKey(Part(items, i * type.Elem.Cells, type.Elem), type.Elem);
                }

                break;
        }
    }

    private static Value Part(Value[] cells, int at, RuntimeType type) =>
        type.IsAggregate ? Value.OfObject(cells.AsSpan(at, type.Cells).ToArray()) : cells[at];
}
