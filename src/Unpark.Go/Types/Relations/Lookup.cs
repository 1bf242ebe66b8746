using System.Collections.Immutable;
using System.Runtime.InteropServices;
using static Unpark.Go.Types.TypePredicates;

namespace Unpark.Go.Types;

/// <summary>
/// Looks up fields and methods (Go specification, "Selectors", "Method sets"). Pure and safe to use from many threads.
/// Source: go/types lookup.go.
/// </summary>
public static class Lookup
{
    private static readonly ImmutableArray<int>[] SmallIndices = MakeSmallIndices();

    /// <summary>
    /// The field or method that a selector means on a value of a type. The field of a struct is found through pointers
    /// to it and through embedded fields, the shallowest one wins.
    /// </summary>
    /// <param name="type">The type of the operand.</param>
    /// <param name="addressable">Whether the operand is an addressable variable; matters for methods only.</param>
    /// <param name="package">The package that the selector is in; matters for names that are not exported.</param>
    /// <param name="name">The name.</param>
    public static LookupResult FieldOrMethod(GoType type, bool addressable, Package? package, string name)
    {
        // A named pointer type has the fields of its base type, but not the methods.
        if (AliasType.Unalias(type) is NamedType { Underlying: PointerType pointer })
        {
            var found = Find(pointer, false, package, name);
            return found.Obj is Func ? default : found;
        }

        return Find(type, addressable, package, name);
    }

    /// <summary>
    /// The selection of a field or method on a value of a type; null if there is none, and if it cannot be told.
    /// </summary>
    public static Selection? SelectionOf(GoType type, bool addressable, Package? package, string name)
    {
        var found = FieldOrMethod(type, addressable, package, name);
        return found.Obj switch
        {
            Func method => new Selection(SelectionKind.MethodVal, type, method, found.Index, found.Indirect),
            Var field => new Selection(SelectionKind.FieldVal, type, field, found.Index, found.Indirect),
            _ => null,
        };
    }

    /// <summary>
    /// The first method of an interface that a type lacks, or null. With <paramref name="isStatic"/>, or if the type is
    /// not an interface, every method must be there; otherwise only those that are there must have the right type.
    /// </summary>
    /// <param name="v">The type.</param>
    /// <param name="t">A type with an underlying interface.</param>
    /// <param name="isStatic">Whether an interface must have all of the methods.</param>
    /// <param name="wrongType">True if the method is there, but with another type or a pointer receiver.</param>
    public static Func? MissingMethod(GoType v, GoType t, bool isStatic, out bool wrongType) =>
        MissingMethod(v, t, isStatic, null, out wrongType);

    /// <summary>The base type of a pointer that is not a named type; any other type itself.</summary>
    public static GoType Deref(GoType type, out bool isPointer)
    {
        if (AliasType.Unalias(type) is PointerType pointer)
        {
            isPointer = true;
            return pointer.Elem;
        }

        isPointer = false;
        return type;
    }

    /// <summary>The base type of a pointer to a struct, both named or not; any other type itself.</summary>
    public static GoType DerefStructPtr(GoType type) =>
        type.Underlying is PointerType pointer && pointer.Elem.Underlying is StructType ? pointer.Elem : type;

    /// <summary>The place of a field with a name in a struct, embedded ones not searched; or -1.</summary>
    public static int FieldIndex(StructType type, Package? package, string name)
    {
        if (name != "_")
        {
            for (var i = 0; i < type.Fields.Length; i++)
            {
                if (type.Fields[i].HasId(package, name))
                {
                    return i;
                }
            }
        }

        return -1;
    }

    /// <summary>The place of a method with a name in a list, or -1.</summary>
    public static int MethodIndex(ImmutableArray<Func> methods, Package? package, string name)
    {
        if (name != "_")
        {
            for (var i = 0; i < methods.Length; i++)
            {
                if (methods[i].HasId(package, name))
                {
                    return i;
                }
            }
        }

        return -1;
    }

    /// <summary>
    /// The method that a type lacks, with another relation between signatures than identity if one is given.
    /// </summary>
    internal static Func? MissingMethod(GoType v, GoType t, bool isStatic, Func<GoType, GoType, bool>? equivalent,
        out bool wrongType)
    {
        wrongType = false;
        if (t.Underlying is not InterfaceType iface)
        {
            return null;
        }

        var methods = iface.TypeSet.Methods;
        if (methods.Length == 0)
        {
            return null;
        }

        var set = (v.Underlying as InterfaceType)?.TypeSet;
        foreach (var method in methods)
        {
            GoObject? found;
            if (set != null)
            {
                found = set.LookupMethod(method.Package, method.Name, out _);
                if (found == null)
                {
                    if (isStatic)
                    {
                        return method;
                    }

                    continue;
                }
            }
            else
            {
                var result = Find(v, false, method.Package, method.Name);
                found = result.Obj;
                if (found is UnknownObject)
                {
                    continue;
                }

                if (found is not Func)
                {
                    wrongType = found == null && result.Index.IsDefault && result.Indirect;
                    return method;
                }
            }

            var same = equivalent == null
                ? TypeRelations.Identical(found.Type, method.Type)
                : equivalent(found.Type, method.Type);
            if (!same && found.Type is not UnknownType && method.Type is not UnknownType)
            {
                wrongType = true;
                return method;
            }
        }

        return null;
    }

    /// <summary>True if a type has all methods of an interface, or if that cannot be told.</summary>
    internal static bool HasAllMethods(GoType v, GoType t, bool isStatic, Func<GoType, GoType, bool>? equivalent) =>
        !IsValid(v)
        || MissingMethod(v, t, isStatic, equivalent, out _) == null
        || HasUnknownEmbeddedFields(v);

    /// <summary>
    /// Finds a field or method, but not the fields of the struct that a named pointer type points to.
    /// </summary>
    internal static LookupResult Find(GoType type, bool addressable, Package? package, string name)
    {
        if (name == "_")
        {
            return default;
        }

        // The underlying type must not be asked for before: methods of a named pointer's base are none of its own.
        var start = Deref(type, out var isPointer);
        if (isPointer && start.Underlying is InterfaceType)
        {
            return default;
        }

        // Most names are found on the type itself; nothing is allocated for them.
        var direct = FindDirect(start, package, name, out var index, out var mayHaveEmbedded);
        if (direct != null)
        {
            return direct is Func { HasPointerReceiver: true } && !isPointer && !addressable
                ? new LookupResult(null, default, true)
                : new LookupResult(direct, direct is UnknownObject ? [] : IndexOf(index), isPointer);
        }

        return mayHaveEmbedded ? FindEmbedded(start, isPointer, addressable, package, name) : default;
    }

    private static GoObject? FindDirect(GoType type, Package? package, string name, out int index,
        out bool mayHaveEmbedded)
    {
        mayHaveEmbedded = false;
        var actual = AliasType.Unalias(type);
        if (actual is NamedType named && named.LookupMethod(package, name, out index) is { } method)
        {
            return method;
        }

        switch (actual.Underlying)
        {
            case StructType structType:
                GoObject? found = null;
                index = -1;
                for (var i = 0; i < structType.Fields.Length; i++)
                {
                    var field = structType.Fields[i];
                    if (field.HasId(package, name))
                    {
                        found = field;
                        index = i;
                        break;
                    }

                    mayHaveEmbedded |= field.Embedded;
                }

                return found;
            case InterfaceType iface:
                return iface.TypeSet.LookupMethod(package, name, out index);
            case UnknownType unknown:
                index = -1;
                return new UnknownObject(unknown, name);
            default:
                index = -1;
                return null;
        }
    }

    private static LookupResult FindEmbedded(GoType start, bool isPointer, bool addressable, Package? package,
        string name)
    {
        var current = new List<EmbeddedType> { new(start, null, -1, isPointer) };
        var next = new List<EmbeddedType>();
        var seen = new List<NamedType>();
        UnknownType? unknown = null;
        var instances = 0;
        while (current.Count > 0)
        {
            GoObject? obj = null;
            EmbeddedType? holder = null;
            var index = -1;
            UnknownType? unknownHere = null;
            foreach (var entry in current)
            {
                var actual = AliasType.Unalias(entry.Type);
                if (actual is NamedType named)
                {
                    // A type that was seen at a shallower depth shadows itself.
                    if (Contains(seen, named) || (named.IsInstance && ++instances > EmbeddedType.MaxInstances))
                    {
                        continue;
                    }

                    seen.Add(named);
                }

                if (actual.Underlying is UnknownType u)
                {
                    unknownHere ??= u;
                    continue;
                }

                var found = FindDirect(actual, package, name, out var at, out _);
                if (found != null)
                {
                    if (obj != null || entry.Multiple)
                    {
                        return new LookupResult(null, entry.Path(at), false); // ambiguous
                    }

                    obj = found;
                    holder = entry;
                    index = at;
                    continue;
                }

                if (obj == null && actual.Underlying is StructType structType)
                {
                    for (var i = 0; i < structType.Fields.Length; i++)
                    {
                        var field = structType.Fields[i];
                        if (field.Embedded)
                        {
                            var inner = Deref(field.Type, out var innerPointer);
                            next.Add(new EmbeddedType(inner, entry, i, entry.Indirect || innerPointer)
                            {
                                Multiple = entry.Multiple,
                            });
                        }
                    }
                }
            }

            if (obj != null)
            {
                if (unknown != null)
                {
                    break; // an unknown type at a shallower depth may have the name
                }

                return obj is Func { HasPointerReceiver: true } && !holder!.Indirect && !addressable
                    ? new LookupResult(null, default, true)
                    : new LookupResult(obj, holder!.Path(index), holder.Indirect);
            }

            unknown ??= unknownHere;
            EmbeddedType.Consolidate(next);
            (current, next) = (next, current);
            next.Clear();
        }

        return unknown != null ? new LookupResult(new UnknownObject(unknown, name), [], false) : default;
    }

    /// <summary>The path that consists of one index.</summary>
    internal static ImmutableArray<int> IndexOf(int index) =>
        index < SmallIndices.Length ? SmallIndices[index] : [index];

    /// <summary>True if a list has a type identical to another.</summary>
    internal static bool Contains(List<NamedType> list, NamedType type)
    {
        foreach (var item in CollectionsMarshal.AsSpan(list))
        {
            if (TypeRelations.Identical(item, type))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasUnknownEmbeddedFields(GoType type)
    {
        HashSet<StructType>? seen = null;
        return HasUnknownEmbeddedFields(type, ref seen);
    }

    private static bool HasUnknownEmbeddedFields(GoType type, ref HashSet<StructType>? seen)
    {
        if (DerefStructPtr(type).Underlying is not StructType structType)
        {
            return false;
        }

        foreach (var field in structType.Fields)
        {
            if (!field.Embedded)
            {
                continue;
            }

            if (!IsValid(field.Type) || !IsValid(Deref(field.Type, out _)))
            {
                return true;
            }

            if ((seen ??= []).Count < EmbeddedType.MaxInstances && seen.Add(structType)
                && HasUnknownEmbeddedFields(field.Type, ref seen))
            {
                return true;
            }
        }

        return false;
    }

    private static ImmutableArray<int>[] MakeSmallIndices()
    {
        var indices = new ImmutableArray<int>[128];
        for (var i = 0; i < indices.Length; i++)
        {
            indices[i] = [i];
        }

        return indices;
    }
}
