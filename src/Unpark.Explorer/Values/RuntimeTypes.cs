using System.Globalization;
using System.Text;
using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>The types of one exploration. Not safe to use from several threads.</summary>
/// <param name="pairOf">Gives the two declarations of a type that a model has too, and null for others.</param>
internal sealed class RuntimeTypes(Func<GoType, TypePair?> pairOf)
{
    /// <summary>The largest variable there can be.</summary>
    public const int MaxCells = 1 << 24;

    private readonly Dictionary<GoType, RuntimeType> byType = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, RuntimeType> byKey = new(StringComparer.Ordinal);

    /// <summary>The one object for a type.</summary>
    public RuntimeType Of(GoType type)
    {
        if (byType.TryGetValue(type, out var found))
        {
            return found;
        }

        var text = new StringBuilder();
        Write(text, type);
        var key = text.ToString();
        if (!byKey.TryGetValue(key, out found))
        {
            found = new RuntimeType(this, byKey.Count, type, key, pairOf(AliasType.Unalias(type)));
            byKey.Add(key, found);
        }

        byType.Add(type, found);
        return found;
    }

    // Names of types are qualified by import paths, those declared in functions by their place too: the same package may
    // have been checked twice, once for its importers and once with the bodies of its functions.
    private static void Write(StringBuilder text, GoType type)
    {
        switch (AliasType.Unalias(type))
        {
            case BasicType basic:
                text.Append(basic.Kind);
                break;
            case NamedType named:
                if (named.Obj.Package is { } package)
                {
                    text.Append(package.Path).Append('.');
                    if (named.Obj.Parent != package.Scope)
                    {
                        text.Append(CultureInfo.InvariantCulture, $"{named.Obj.Offset}.");
                    }
                }

                text.Append(named.Obj.Name);
                if (!named.TypeArgs.IsEmpty)
                {
                    List(text.Append('['), named.TypeArgs).Append(']');
                }

                break;
            case PointerType pointer:
                Write(text.Append('*'), pointer.Elem);
                break;
            case SliceType slice:
                Write(text.Append("[]"), slice.Elem);
                break;
            case ArrayType array:
                Write(text.Append(CultureInfo.InvariantCulture, $"[{array.Length}]"), array.Elem);
                break;
            case ChanType channel:
                Write(text.Append("chan ").Append(channel.Dir).Append(' '), channel.Elem);
                break;
            case MapType map:
                Write(text.Append("map["), map.Key);
                Write(text.Append(']'), map.Elem);
                break;
            case TupleType tuple:
                List(text.Append('('), tuple.Vars.Select(v => v.Type)).Append(')');
                break;
            case Signature signature:
                List(text.Append("func("), signature.Params.Vars.Select(v => v.Type)).Append(signature.Variadic ? "...)" : ")");
                List(text.Append('('), signature.Results.Vars.Select(v => v.Type)).Append(')');
                break;
            case StructType structType:
                text.Append("struct{");
                for (var i = 0; i < structType.Fields.Length; i++)
                {
                    var field = structType.Fields[i];
                    Write(text.Append(field.Embedded ? "!" : "").Append(field.Id).Append(' '), field.Type);
                    text.Append(' ').Append(structType.Tag(i)).Append(';');
                }

                text.Append('}');
                break;
            case InterfaceType iface:
                text.Append("interface{");
                foreach (var method in iface.TypeSet.Methods.OrderBy(m => m.Id, StringComparer.Ordinal))
                {
                    Write(text.Append(method.Id), method.Type);
                    text.Append(';');
                }

                text.Append('}');
                break;
            case TypeParam param:
                text.Append(CultureInfo.InvariantCulture, $"${param.Obj.Name}{param.Index}");
                break;
            case var other:
                text.Append(other);
                break;
        }
    }

    private static StringBuilder List(StringBuilder text, IEnumerable<GoType> types)
    {
        var first = true;
        foreach (var type in types)
        {
            if (!first)
            {
                text.Append(',');
            }

            first = false;
            Write(text, type);
        }

        return text;
    }
}
