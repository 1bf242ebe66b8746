using System.Globalization;
using System.Text;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>Names of types as reflect and the runtime give them: qualified by package names, not paths.</summary>
internal static class TypeNames
{
    public static string Of(GoType type)
    {
        var text = new StringBuilder();
        Write(text, type);
        return text.ToString();
    }

    private static void Write(StringBuilder text, GoType type)
    {
        switch (AliasType.Unalias(type))
        {
            case NamedType named:
                text.Append(named.Obj.Package is { } package ? package.Name + "." : "").Append(named.Obj.Name);
                if (!named.TypeArgs.IsEmpty)
                {
                    List(text.Append('['), named.TypeArgs, ",").Append(']');
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
            case MapType map:
                Write(text.Append("map["), map.Key);
                Write(text.Append(']'), map.Elem);
                break;
            case ChanType channel:
                text.Append(channel.Dir == ChanDir.Recv ? "<-chan " : channel.Dir == ChanDir.Send ? "chan<- " : "chan ");
                var nested = channel.Dir != ChanDir.Recv && AliasType.Unalias(channel.Elem) is ChanType { Dir: ChanDir.Recv };
                Write(text.Append(nested ? "(" : ""), channel.Elem);
                text.Append(nested ? ")" : "");
                break;
            case Signature signature:
                Function(text.Append("func"), signature);
                break;
            case StructType structType:
                Struct(text, structType);
                break;
            case InterfaceType iface:
                var methods = iface.TypeSet.Methods.OrderBy(m => m.Name, StringComparer.Ordinal).ToArray();
                text.Append(methods.Length == 0 ? "interface {" : "interface { ");
                for (var i = 0; i < methods.Length; i++)
                {
                    text.Append(i > 0 ? "; " : "");
                    if (!char.IsUpper(methods[i].Name[0]) && methods[i].Package is { } owner)
                    {
                        text.Append(owner.Name).Append('.');
                    }

                    Function(text.Append(methods[i].Name), methods[i].Signature);
                }

                text.Append(methods.Length == 0 ? "}" : " }");
                break;
            case BasicType { Kind: BasicKind.UnsafePointer }:
                text.Append("unsafe.Pointer");
                break;
            case BasicType basic:
                text.Append(basic.Kind == BasicKind.Uint8 ? "uint8" : basic.Kind == BasicKind.Int32 ? "int32" : basic.Name);
                break;
            case var other:
                text.Append(other);
                break;
        }
    }

    private static void Struct(StringBuilder text, StructType type)
    {
        text.Append(type.Fields.IsEmpty ? "struct {" : "struct { ");
        for (var i = 0; i < type.Fields.Length; i++)
        {
            var field = type.Fields[i];
            text.Append(i > 0 ? "; " : "").Append(field.Embedded ? "" : field.Name + " ");
            Write(text, field.Type);
            if (type.Tag(i) is { Length: > 0 } tag)
            {
                text.Append(' ').Append(Go.Constants.ConstantValue.MakeString(tag).ExactString());
            }
        }

        text.Append(type.Fields.IsEmpty ? "}" : " }");
    }

    private static void Function(StringBuilder text, Signature signature)
    {
        text.Append('(');
        var parameters = signature.Params.Vars;
        for (var i = 0; i < parameters.Length; i++)
        {
            text.Append(i > 0 ? ", " : "");
            if (signature.Variadic && i == parameters.Length - 1 && parameters[i].Type is SliceType rest)
            {
                Write(text.Append("..."), rest.Elem);
            }
            else
            {
                Write(text, parameters[i].Type);
            }
        }

        text.Append(')');
        switch (signature.Results.Length)
        {
            case 0:
                break;
            case 1:
                Write(text.Append(' '), signature.Results.Vars[0].Type);
                break;
            default:
                List(text.Append(" ("), signature.Results.Vars.Select(v => v.Type), ", ").Append(')');
                break;
        }
    }

    private static StringBuilder List(StringBuilder text, IEnumerable<GoType> types, string between)
    {
        var first = true;
        foreach (var type in types)
        {
            text.Append(first ? "" : between);
            first = false;
            Write(text, type);
        }

        return text;
    }
}
