using System.Collections.Immutable;
using Unpark.Go.Syntax;
using static Unpark.Go.Types.TypePredicates;

namespace Unpark.Go.Types;

/// <content>
/// Selectors and qualified identifiers. Source: Go specification, "Selectors", "Method expressions", "Method values",
/// "Qualified identifiers"; go/types call.go.
/// </content>
internal sealed partial class Checker
{
    /// <summary>
    /// Checks a selector. What a package that is not known is asked for gives an unknown operand whose type carries the
    /// import path and the name.
    /// </summary>
    internal void Selector(ref Operand x, SelectorExpr e, bool wantType)
    {
        if (e.X is Ident ident && Lookup(ident.Name) is PkgName pkgName)
        {
            RecordUse(ident, pkgName);
            pkgName.Used = true;
            QualifiedIdent(ref x, e, pkgName.Imported);
            x.Expr = e;
            return;
        }

        ExprOrType(ref x, e.X, false);
        StripObjectName(ref x);
        SelectorOf(ref x, e, wantType);
        x.Expr = e;
    }

    private void QualifiedIdent(ref Operand x, SelectorExpr e, Package imported)
    {
        x.Val = null;
        var name = e.Sel.Name;
        var obj = imported.Scope.Lookup(name);
        if (obj is not null and not UnknownObject && (obj.Exported || ReferenceEquals(imported, package)))
        {
            RecordUse(e.Sel, obj);
        }
        else
        {
            if (!imported.IsUnknown && !e.Sel.IsBlank)
            {
                Report(e.Sel.Pos, $"undefined: {imported.Name}.{name}");
            }

            var unknown = imported.UnknownMember(name);
            RecordUse(e.Sel, unknown);
            x.Mode = OperandMode.Unknown;
            x.Type = unknown.Type;
            return;
        }

        x.Type = obj.Type;
        switch (obj)
        {
            case Const constant:
                x.Mode = OperandMode.Constant;
                x.Val = constant.Value;
                break;
            case TypeName:
                x.Mode = OperandMode.TypeExpr;
                return;
            case Var:
                x.Mode = OperandMode.Variable;
                break;
            case Func:
                x.Mode = OperandMode.Value;
                break;
            case Builtin builtin:
                x.Mode = OperandMode.Builtin;
                x.Id = builtin.BuiltinId;
                return;
            default:
                x.Invalidate();
                return;
        }

        if (x.Type is UnknownType)
        {
            x.Invalidate();
        }
    }

    private void SelectorOf(ref Operand x, SelectorExpr e, bool wantType)
    {
        var recv = x.Type;
        var known = x.IsValid && !wantType && x.Mode != OperandMode.Builtin;
        if (x.IsValid && !known)
        {
            Report(e.Sel.Pos, wantType ? "not a type" : "built-in function must be called");
        }

        if (!known || recv is UnknownType)
        {
            if (recv is UnknownType { Name: not null } owner)
            {
                RecordUse(e.Sel, new UnknownObject(owner, e.Sel.Name));
            }

            x.Mode = OperandMode.Unknown;
            x.Type = UnknownType.Instance;
            x.Val = null;
            return;
        }

        var (obj, index, indirect) = Types.Lookup.FieldOrMethod(
            recv, x.Mode == OperandMode.Variable, package, e.Sel.Name);
        switch (obj)
        {
            case Var field when x.Mode != OperandMode.TypeExpr:
                RecordSelection(e, SelectionKind.FieldVal, recv, field, index, indirect);
                x.Mode = x.Mode == OperandMode.Variable || indirect ? OperandMode.Variable : OperandMode.Value;
                x.Type = field.Type;
                x.Val = null;
                return;

            case Func method:
                var signature = method.Signature;
                AddDeclDep(method);
                if (x.Mode == OperandMode.TypeExpr)
                {
                    RecordSelection(e, SelectionKind.MethodExpr, recv, method, index, indirect);
                    x.Type = MethodExprType(signature, recv);
                }
                else
                {
                    RecordSelection(e, SelectionKind.MethodVal, recv, method, index, indirect);
                    x.Type = signature.MethodValueType;
                }

                x.Mode = OperandMode.Value;
                x.Val = null;
                return;
        }

        if (obj is UnknownObject { Owner.Name: not null })
        {
            RecordUse(e.Sel, obj);
        }
        else if (obj is null && !MayHaveUnknownMethods(recv))
        {
            Report(e.Sel.Pos, $"undefined: {e.Sel.Name}");
        }

        x.Mode = OperandMode.Unknown;
        x.Type = UnknownType.Instance;
        x.Val = null;
    }

    /// <summary>The type of a method expression: a function with the receiver as its first parameter.</summary>
    private static Signature MethodExprType(Signature signature, GoType recv)
    {
        var parameters = signature.Params.Vars;
        var name = "";
        if (parameters.Length > 0 && parameters[0].Name.Length != 0)
        {
            // All parameters have names or none.
            name = signature.Recv is { Name.Length: > 0 } named ? named.Name : "_";
        }

        var first = new Var(
            VarKind.Parameter, signature.Recv?.Package, name, signature.Recv?.File,
            signature.Recv?.Offset ?? Node.NoPos, recv);
        return new Signature(
            null, [], signature.TypeParams, new TupleType(parameters.Insert(0, first)), signature.Results,
            signature.Variadic);
    }

    /// <summary>
    /// Whether a type in which nothing was found may have methods that are not known: it is unknown, or an interface
    /// that embeds what is. A struct that embeds what is unknown has unknown objects of any name.
    /// </summary>
    private static bool MayHaveUnknownMethods(GoType type)
    {
        if (AliasType.Unalias(type) is TypeParam param)
        {
            type = param.Constraint;
        }
        else if (type.Underlying is PointerType pointer)
        {
            type = pointer.Elem;
        }

        return type.Underlying is UnknownType || (type.Underlying is InterfaceType && MentionsUnknown(type));
    }
}
