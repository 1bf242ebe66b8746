using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>
/// The types whose values package encoding/json always can encode: no floating-point numbers, which may be no number, no
/// interfaces, which may hold anything, no methods that encode themselves, and no way round in a circle.
/// </summary>
internal static class PlainJson
{
    /// <summary>True if every value of the type can be encoded.</summary>
    public static bool Is(GoType type) => Is(type, []);

    private static bool Is(GoType type, HashSet<GoType> around)
    {
        type = GoTypes.Unalias(type);
        if (type is NamedType named && (!around.Add(named) || EncodesItself(named)))
        {
            return false;
        }

        var plain = type.Underlying switch
        {
            BasicType basic => (basic.Info & (BasicInfo.Boolean | BasicInfo.Integer | BasicInfo.String)) != 0
                && basic.Kind != BasicKind.UnsafePointer,
            PointerType pointer => Is(pointer.Elem, around),
            SliceType slice => Is(slice.Elem, around),
            ArrayType array => Is(array.Elem, around),
            MapType map => GoTypes.Unalias(map.Key) is BasicType { Info: var key } && (key & (BasicInfo.String | BasicInfo.Integer)) != 0
                && Is(map.Elem, around),
            StructType fields => fields.Fields.All(f => (!f.Exported && !f.Embedded) || Is(f.Type, around)),
            _ => false,
        };
        around.Remove(type);
        return plain;
    }

    private static bool EncodesItself(NamedType type) =>
        Lookup.FieldOrMethod(type, true, type.Obj.Package, "MarshalJSON").Obj is Func
        || Lookup.FieldOrMethod(type, true, type.Obj.Package, "MarshalText").Obj is Func;
}
