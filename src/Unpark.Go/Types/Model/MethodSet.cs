using System.Collections.Immutable;
using static Unpark.Go.Types.TypePredicates;

namespace Unpark.Go.Types;

/// <summary>
/// The method set of a type (Go specification, "Method sets"), promoted methods included. Immutable.
/// Source: go/types methodset.go.
/// </summary>
public sealed class MethodSet
{
    private static readonly MethodSet Empty = new([]);

    private MethodSet(ImmutableArray<Selection> methods)
    {
        Methods = methods;
    }

    /// <summary>The methods, in the order of the bytes of <see cref="GoObject.Id"/>.</summary>
    public ImmutableArray<Selection> Methods { get; }

    /// <summary>The method set of a type.</summary>
    public static MethodSet Of(GoType type)
    {
        if (AliasType.Unalias(type) is NamedType && IsPointer(type))
        {
            return Empty;
        }

        var start = Types.Lookup.Deref(type, out var isPointer);
        if (isPointer && IsInterface(start))
        {
            return Empty;
        }

        // Null stands for a name that is ambiguous, or that is a field's.
        var all = new Dictionary<string, Selection?>();
        var current = new List<EmbeddedType> { new(start, null, -1, isPointer) };
        var next = new List<EmbeddedType>();
        var seen = new List<NamedType>();
        var instances = 0;
        while (current.Count > 0)
        {
            var fields = new HashSet<string>();
            var methods = new Dictionary<string, Selection?>();
            foreach (var entry in current)
            {
                var actual = AliasType.Unalias(entry.Type);
                if (actual is NamedType named)
                {
                    if (Types.Lookup.Contains(seen, named)
                        || (named.IsInstance && ++instances > EmbeddedType.MaxInstances))
                    {
                        continue;
                    }

                    seen.Add(named);
                    for (var i = 0; i < named.MethodCount; i++)
                    {
                        Add(methods, type, named.Method(i), entry, i, entry.Indirect);
                    }
                }

                switch (actual.Underlying)
                {
                    case StructType structType:
                        for (var i = 0; i < structType.Fields.Length; i++)
                        {
                            var field = structType.Fields[i];
                            fields.Add(field.Id);
                            if (field.Embedded)
                            {
                                var inner = Types.Lookup.Deref(field.Type, out var innerPointer);
                                next.Add(new EmbeddedType(inner, entry, i, entry.Indirect || innerPointer)
                                {
                                    Multiple = entry.Multiple,
                                });
                            }
                        }

                        break;
                    case InterfaceType iface:
                        var set = iface.TypeSet.Methods;
                        for (var i = 0; i < set.Length; i++)
                        {
                            Add(methods, type, set[i], entry, i, true);
                        }

                        break;
                }
            }

            foreach (var (id, method) in methods)
            {
                all.TryAdd(id, fields.Contains(id) ? null : method);
            }

            foreach (var id in fields)
            {
                all.TryAdd(id, null);
            }

            EmbeddedType.Consolidate(next);
            (current, next) = (next, current);
            next.Clear();
        }

        var list = new List<(string Id, Selection Method)>();
        foreach (var (id, method) in all)
        {
            if (method != null)
            {
                list.Add((id, method));
            }
        }

        if (list.Count == 0)
        {
            return Empty;
        }

        list.Sort(static (a, b) => Utf8Order.Compare(a.Id, b.Id));
        var result = ImmutableArray.CreateBuilder<Selection>(list.Count);
        foreach (var (_, method) in list)
        {
            result.Add(method);
        }

        return new MethodSet(result.MoveToImmutable());
    }

    /// <summary>The method a selector with this name means in a package; or null. O(log methods).</summary>
    public Selection? Lookup(Package? package, string name)
    {
        var id = Names.Id(package, name);
        var low = 0;
        var high = Methods.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = Utf8Order.Compare(Methods[middle].Obj.Id, id);
            if (order == 0)
            {
                return Methods[middle];
            }

            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return null;
    }

    private static void Add(Dictionary<string, Selection?> methods, GoType recv, Func method, EmbeddedType entry,
        int index, bool indirect)
    {
        var id = method.Id;
        methods[id] = entry.Multiple || methods.ContainsKey(id) || (!indirect && method.HasPointerReceiver)
            ? null
            : new Selection(SelectionKind.MethodVal, recv, method, entry.Path(index), indirect);
    }
}
