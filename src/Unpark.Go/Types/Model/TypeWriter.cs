using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>
/// Prints types, objects and selections as go/types prints them. Source: go/types typestring.go, object.go,
/// selection.go.
/// </summary>
public sealed class TypeWriter
{
    private readonly StringBuilder text = new();
    private readonly List<GoType> seen = [];
    private readonly Func<Package, string>? qualifier;

    private TypeWriter(Func<Package, string>? qualifier)
    {
        this.qualifier = qualifier;
    }

    /// <summary>A type, such as <c>map[string]*net/http.Server</c>.</summary>
    /// <param name="type">The type.</param>
    /// <param name="qualifier">
    /// What stands before the names of a package, such as its name; nothing where it gives the empty string. Null for
    /// the import path.
    /// </param>
    public static string Write(GoType type, Func<Package, string>? qualifier)
    {
        if (type is BasicType { Kind: not BasicKind.UnsafePointer } basic)
        {
            return basic.Name;
        }

        var writer = new TypeWriter(qualifier);
        writer.Type(type);
        return writer.text.ToString();
    }

    /// <summary>
    /// An object, such as <c>func net/http.Error(w net/http.ResponseWriter, error string, code int)</c>.
    /// </summary>
    /// <param name="obj">The object.</param>
    /// <param name="qualifier">As in <see cref="Write"/>.</param>
    public static string ObjectString(GoObject obj, Func<Package, string>? qualifier)
    {
        var writer = new TypeWriter(qualifier);
        writer.Object(obj);
        return writer.text.ToString();
    }

    /// <summary>A selection, such as <c>method (*sync.Mutex) Lock()</c>.</summary>
    /// <param name="selection">The selection.</param>
    /// <param name="qualifier">As in <see cref="Write"/>.</param>
    public static string SelectionString(Selection selection, Func<Package, string>? qualifier)
    {
        var writer = new TypeWriter(qualifier);
        writer.text.Append(selection.Kind switch
        {
            SelectionKind.FieldVal => "field (",
            SelectionKind.MethodVal => "method (",
            _ => "method expr (",
        });
        writer.Type(selection.Recv);
        writer.text.Append(") ").Append(selection.Obj.Name);
        if (selection.Type is Signature signature && selection.Kind != SelectionKind.FieldVal)
        {
            writer.Sig(signature);
        }
        else
        {
            writer.text.Append(' ');
            writer.Type(selection.Type);
        }

        return writer.text.ToString();
    }

    /// <summary>A function's name with its package or receiver, see <see cref="Func.FullName"/>.</summary>
    /// <param name="func">The function.</param>
    /// <param name="qualifier">As in <see cref="Write"/>.</param>
    public static string FuncName(Func func, Func<Package, string>? qualifier)
    {
        var writer = new TypeWriter(qualifier);
        writer.FunctionName(func);
        return writer.text.ToString();
    }

    private void Object(GoObject obj)
    {
        TypeName? typeName = null;
        var type = obj is Label or Builtin ? null : obj.Type;
        switch (obj)
        {
            case PkgName name:
                text.Append("package ").Append(name.Name);
                if (name.Imported.Path.Length > 0 && name.Imported.Path != name.Name)
                {
                    text.Append(" (\"").Append(name.Imported.Path).Append("\")");
                }

                return;
            case Const:
                text.Append("const");
                break;
            case TypeName name:
                typeName = name;
                text.Append(TypePredicates.IsTypeParam(obj.Type) ? "type parameter" : "type");
                break;
            case Var variable:
                text.Append(variable.IsField ? "field" : "var");
                break;
            case Func func:
                text.Append("func ");
                FunctionName(func);
                Sig(func.Signature);
                return;
            case Label:
                text.Append("label");
                break;
            case Builtin:
                text.Append("builtin");
                break;
            case Nil:
                text.Append("nil");
                return;
            default:
                text.Append("unknown");
                break;
        }

        text.Append(' ');
        if (obj.Package is { } package
            && (obj is UnknownObject || ReferenceEquals(package.Scope.Lookup(obj.Name), obj)))
        {
            Prefix(package);
        }

        text.Append(obj.Name);
        if (type == null || obj is UnknownObject)
        {
            return;
        }

        if (typeName != null)
        {
            if (type is BasicType)
            {
                return;
            }

            var typeParams = TypeParamsOf(type);
            if (typeParams.Length > 0)
            {
                TypeParamList(typeParams);
            }

            if (typeName.IsAlias)
            {
                text.Append(" =");
                type = type is AliasType alias ? alias.Rhs : type;
            }
            else
            {
                type = type is TypeParam param ? param.Constraint : type.Underlying;
            }
        }

        text.Append(' ');
        Type(type);
    }

    private void FunctionName(Func func)
    {
        if (func.Signature.Recv is { } recv)
        {
            text.Append('(');
            if (recv.Type is InterfaceType)
            {
                text.Append("interface");
            }
            else
            {
                Type(recv.Type);
            }

            text.Append(").");
        }
        else
        {
            Prefix(func.Package);
        }

        text.Append(func.Name);
    }

    private void Type(GoType type)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            StackGuard.Run((Writer: this, type), static at => at.Writer.Type(at.type));
            return;
        }

        // Only interfaces can contain themselves other than by a name; names are not followed.
        if (type is InterfaceType)
        {
            if (seen.Contains(type))
            {
                text.Append("<cycle to *types.Interface>");
                return;
            }

            seen.Add(type);
            Dispatch(type);
            seen.RemoveAt(seen.Count - 1);
            return;
        }

        Dispatch(type);
    }

    private void Dispatch(GoType type)
    {
        switch (type)
        {
            case BasicType basic:
                if (basic.Kind == BasicKind.UnsafePointer)
                {
                    Prefix(Universe.Unsafe);
                }

                text.Append(basic.Name);
                break;
            case NamedType named:
                Name(named.Obj);
                TypeArgsOrParams(named.TypeArgs, named.IsGeneric ? named.TypeParams : []);
                break;
            case AliasType alias:
                Name(alias.Obj);
                TypeArgsOrParams(alias.TypeArgs, alias.IsGeneric ? alias.TypeParams : []);
                break;
            case PointerType pointer:
                text.Append('*');
                Type(pointer.Elem);
                break;
            case SliceType slice:
                text.Append("[]");
                Type(slice.Elem);
                break;
            case ArrayType array:
                text.Append('[').Append(array.Length.ToString(CultureInfo.InvariantCulture)).Append(']');
                Type(array.Elem);
                break;
            case MapType map:
                text.Append("map[");
                Type(map.Key);
                text.Append(']');
                Type(map.Elem);
                break;
            case ChanType chan:
                Chan(chan);
                break;
            case StructType structType:
                Struct(structType);
                break;
            case TupleType tuple:
                Tuple(tuple, false);
                break;
            case Signature signature:
                text.Append("func");
                Sig(signature);
                break;
            case UnionType union:
                Union(union);
                break;
            case InterfaceType iface:
                Interface(iface);
                break;
            case TypeParam param:
                text.Append(param.Obj.Name);
                if (Universe.Scope.Lookup(param.Obj.Name) != null)
                {
                    text.Append("/* type parameter */");
                }

                break;
            case UnknownType { Name: { } name } unknown:
                if (unknown.ImportPath is { Length: > 0 } path)
                {
                    text.Append(path).Append('.');
                }

                text.Append(name);
                break;
            default:
                text.Append("invalid type");
                break;
        }
    }

    private void Chan(ChanType chan)
    {
        var parentheses = false;
        switch (chan.Dir)
        {
            case ChanDir.Send:
                text.Append("chan<- ");
                break;
            case ChanDir.Recv:
                text.Append("<-chan ");
                break;
            default:
                text.Append("chan ");
                parentheses = chan.Elem is ChanType { Dir: ChanDir.Recv };
                break;
        }

        if (parentheses)
        {
            text.Append('(');
        }

        Type(chan.Elem);
        if (parentheses)
        {
            text.Append(')');
        }
    }

    private void Struct(StructType type)
    {
        text.Append("struct{");
        for (var i = 0; i < type.Fields.Length; i++)
        {
            if (i > 0)
            {
                text.Append("; ");
            }

            var field = type.Fields[i];
            if (!field.Embedded)
            {
                text.Append(field.Name).Append(' ');
            }

            Type(field.Type);
            if (type.Tag(i) is { Length: > 0 } tag)
            {
                text.Append(' ').Append(GoQuote.Quote(tag));
            }
        }

        text.Append('}');
    }

    private void Union(UnionType union)
    {
        for (var i = 0; i < union.Terms.Length; i++)
        {
            if (i > 0)
            {
                text.Append(" | ");
            }

            if (union.Terms[i].Tilde)
            {
                text.Append('~');
            }

            Type(union.Terms[i].Type);
        }
    }

    private void Interface(InterfaceType type)
    {
        if (ReferenceEquals(type, Universe.ComparableInterface))
        {
            text.Append("interface{comparable}");
            return;
        }

        if (type.IsImplicit)
        {
            if (type.ExplicitMethods.Length == 0 && type.Embeddeds.Length == 1)
            {
                Type(type.Embeddeds[0]);
                return;
            }

            text.Append("/* implicit */ ");
        }

        text.Append("interface{");
        var first = true;
        foreach (var method in type.ExplicitMethods)
        {
            if (!first)
            {
                text.Append("; ");
            }

            first = false;
            text.Append(method.Name);
            Sig(method.Signature);
        }

        foreach (var embedded in type.Embeddeds)
        {
            if (!first)
            {
                text.Append("; ");
            }

            first = false;
            Type(embedded);
        }

        text.Append('}');
    }

    private void Sig(Signature signature)
    {
        if (signature.TypeParams.Length > 0)
        {
            TypeParamList(signature.TypeParams);
        }

        Tuple(signature.Params, signature.Variadic);
        if (signature.Results.Length == 0)
        {
            return;
        }

        text.Append(' ');
        if (signature.Results.Length == 1 && signature.Results.Vars[0].Name.Length == 0)
        {
            Type(signature.Results.Vars[0].Type);
            return;
        }

        Tuple(signature.Results, false);
    }

    private void Tuple(TupleType tuple, bool variadic)
    {
        text.Append('(');
        for (var i = 0; i < tuple.Length; i++)
        {
            if (i > 0)
            {
                text.Append(", ");
            }

            var variable = tuple.Vars[i];
            if (variable.Name.Length > 0)
            {
                text.Append(variable.Name).Append(' ');
            }

            if (!variadic || i < tuple.Length - 1)
            {
                Type(variable.Type);
            }
            else if (variable.Type is SliceType slice)
            {
                text.Append("...");
                Type(slice.Elem);
            }
            else
            {
                // append([]byte, s...) of a string s
                Type(variable.Type);
                text.Append("...");
            }
        }

        text.Append(')');
    }

    private void TypeArgsOrParams(ImmutableArray<GoType> typeArgs, ImmutableArray<TypeParam> typeParams)
    {
        if (typeArgs.Length > 0)
        {
            text.Append('[');
            for (var i = 0; i < typeArgs.Length; i++)
            {
                if (i > 0)
                {
                    text.Append(", ");
                }

                Type(typeArgs[i]);
            }

            text.Append(']');
        }
        else if (typeParams.Length > 0)
        {
            TypeParamList(typeParams);
        }
    }

    // Type parameters with the same constraint share it.
    private void TypeParamList(ImmutableArray<TypeParam> list)
    {
        text.Append('[');
        GoType? previous = null;
        for (var i = 0; i < list.Length; i++)
        {
            var constraint = Shown(list[i]);
            if (i > 0)
            {
                if (!ReferenceEquals(constraint, previous))
                {
                    text.Append(' ');
                    Type(previous!);
                }

                text.Append(", ");
            }

            previous = constraint;
            text.Append(list[i].Obj.Name);
            if (Universe.Scope.Lookup(list[i].Obj.Name) != null)
            {
                text.Append("/* type parameter */");
            }
        }

        if (previous != null)
        {
            text.Append(' ');
            Type(previous);
        }

        text.Append(']');
    }

    private static GoType Shown(TypeParam param) => param.Constraint;

    private static ImmutableArray<TypeParam> TypeParamsOf(GoType type) => type switch
    {
        NamedType named => named.TypeParams,
        AliasType alias => alias.TypeParams,
        Signature signature => signature.TypeParams,
        _ => [],
    };

    private void Name(TypeName obj)
    {
        Prefix(obj.Package);
        text.Append(obj.Name);
    }

    private void Prefix(Package? package)
    {
        if (package == null)
        {
            return;
        }

        var prefix = qualifier == null ? package.Path : qualifier(package);
        if (prefix.Length > 0)
        {
            text.Append(prefix).Append('.');
        }
    }
}
