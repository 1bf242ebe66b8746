using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>
/// A type while a program is explored: one object for identical types, wherever they were checked, and how its values lie in
/// memory. A struct takes the cells of its fields, an array those of its elements, anything else one cell.
/// </summary>
internal sealed class RuntimeType
{
    private readonly RuntimeTypes types;
    private readonly TypePair? pair;
    private readonly Lazy<int[]> offsets;
    private int cells = -1;
    private RuntimeType? elem;
    private UnitedLayout? united;

    internal RuntimeType(RuntimeTypes types, int number, GoType type, string key, TypePair? pair)
    {
        this.types = types;
        this.pair = pair;
        Number = number;
        type = AliasType.Unalias(type);
        // Of a program's own type that has the fields of one of these only the layout is that one's.
        Model = pair != null && type is NamedType { Obj: var obj } && pair.Model.Obj is var other && obj.Name == other.Name
            && obj.Package?.Path == other.Package?.Path ? pair.Model : null;
        Type = Model != null ? pair!.Real : type;
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

    /// <summary>The type; of one that a model has too that of the real package.</summary>
    public GoType Type { get; }

    /// <summary>The type as the model of its package declares it; null if there is none.</summary>
    public GoType? Model { get; }

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

    /// <summary>The cell at which a field of the shape begins; -1 for one that is not there, of a special type or of one that is not known.</summary>
    public int OffsetOf(int field) => Shape is StructType structType && field < structType.Fields.Length
        ? OffsetOf(structType.Fields[field], field) : -1;

    /// <summary>The cell at which a field begins, as the type was declared where it is named; -1 for one that is not there.</summary>
    /// <param name="field">The field, of the type's own type arguments.</param>
    /// <param name="index">Its place among the fields there.</param>
    public int OffsetOf(Var field, int index) => Special != null ? Special.OffsetOf(field.Name)
        : United is { } layout ? layout.OffsetOf(field)
        : index < offsets.Value.Length ? offsets.Value[index] : -1;

    /// <summary>How values of a struct type lie in memory that is declared twice; null of others.</summary>
    public UnitedLayout? United => pair == null || Special != null || Shape is not StructType ? null : united ??= new UnitedLayout(types, pair);

    /// <summary>True of a struct type whose values lie in memory as those of another one with the same fields do.</summary>
    public bool LiesLike(RuntimeType other) => pair == other.pair;

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

        if (United is { } layout)
        {
            return layout.Cells;
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
