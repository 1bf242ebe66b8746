using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>
/// A type while a program is explored: one object for identical types, wherever they were checked, and how its values lie in
/// memory. A struct takes the cells of its fields, an array those of its elements, anything else one cell.
/// </summary>
internal sealed class RuntimeType
{
    private readonly RuntimeTypes types;
    private readonly Lazy<int[]> offsets;
    private int cells = -1;
    private RuntimeType? elem;

    internal RuntimeType(RuntimeTypes types, int number, GoType type, string key)
    {
        this.types = types;
        Number = number;
        Type = AliasType.Unalias(type);
        Key = key;
        Shape = Type.Underlying;
        Special = SpecialLayouts.Of(Type);
        offsets = new Lazy<int[]>(FieldOffsets, isThreadSafe: false);
        IsAggregate = Special != null || Shape is StructType or ArrayType;
        IsInterface = Shape is InterfaceType;
        Kind = (Shape as BasicType)?.Kind ?? BasicKind.Invalid;
    }

    /// <summary>From 0 in the order in which types were met.</summary>
    public int Number { get; }

    public GoType Type { get; }

    /// <summary>The underlying type.</summary>
    public GoType Shape { get; }

    /// <summary>What distinguishes it from other types.</summary>
    public string Key { get; }

    /// <summary>How a type of the standard library lies in memory that the explorer knows itself; or null.</summary>
    public SpecialLayout? Special { get; }

    /// <summary>True if a value of the type is an array of cells.</summary>
    public bool IsAggregate { get; }

    public bool IsInterface { get; }

    /// <summary>Of a basic type which one it is.</summary>
    public BasicKind Kind { get; }

    /// <summary>How many cells a value takes in memory.</summary>
    public int Cells => cells >= 0 ? cells : cells = CountCells();

    /// <summary>What an array, slice, pointer, channel or map holds.</summary>
    public RuntimeType Elem => elem ??= types.Of(Shape switch
    {
        PointerType pointer => pointer.Elem,
        SliceType slice => slice.Elem,
        ArrayType array => array.Elem,
        ChanType channel => channel.Elem,
        MapType map => map.Elem,
        _ => UnknownType.Instance,
    });

    /// <summary>The field of a struct.</summary>
    public RuntimeType Field(int index) =>
        types.Of(Shape is StructType structType && index < structType.Fields.Length
            ? structType.Fields[index].Type
            : UnknownType.Instance);

    /// <summary>The cell at which a field begins; -1 for one that is not there, of a special type or of one that is not known.</summary>
    public int OffsetOf(int field) => Special != null ? Special.OffsetOf(Shape, field)
        : field < offsets.Value.Length ? offsets.Value[field] : -1;

    /// <summary>The value that variables of the type have in the beginning.</summary>
    public Value Zero() => IsAggregate ? Value.OfObject(new Value[Cells]) : default;

    public override string ToString() => Key;

    private int[] FieldOffsets()
    {
        if (Shape is not StructType structType)
        {
            return [];
        }

        var found = new int[structType.Fields.Length];
        var at = 0;
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = at;
            at += types.Of(structType.Fields[i].Type).Cells;
        }

        return found;
    }

    private int CountCells()
    {
        if (Special != null)
        {
            return Special.Cells;
        }

        switch (Shape)
        {
            case StructType structType:
                var sum = 0;
                foreach (var field in structType.Fields)
                {
                    sum += types.Of(field.Type).Cells;
                }

                return sum;
            case ArrayType array:
                var all = Math.Max(0, array.Length) * types.Of(array.Elem).Cells;
                return all <= RuntimeTypes.MaxCells
                    ? (int)all
                    : throw new UnsupportedGoException($"an array of {array.Length} elements");
            default:
                return 1;
        }
    }
}
