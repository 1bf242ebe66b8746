using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>Tells which lock of a package a method is called on, whichever object it belongs to.</summary>
internal static class LockClasses
{
    /// <summary>
    /// The field of a named struct type, or the variable of a package, that the lock is, and a name for it; null for
    /// elements of arrays, local variables, and the locks of objects that the function has just made.
    /// </summary>
    public static (Var? Class, string Name) Of(TypedFile file, FlowFunction function, SelectorExpr selector, AccessPath? path)
    {
        // The order of elements is one of indexes or addresses.
        if (IsElement(path) || Callees.Unparen(selector.X) is IndexExpr || (path != null && IsFresh(function, path.Root)))
        {
            return default;
        }

        if (file.SelectionOf(selector) is not { } selection)
        {
            return default;
        }

        if (selection.Index.Length > 1)
        {
            return Embedded(selection);
        }

        switch (Callees.Unparen(selector.X))
        {
            case SelectorExpr field when file.UseOf(field.Sel) is Var used:
                if (!used.IsField)
                {
                    return (used, used.Name);
                }

                // The L of a Cond is whatever lock it was made with.
                return used.Package?.Path != "sync" && file.SelectionOf(field) is { } way ? Named(way, used.Origin) : default;
            case Ident ident when file.UseOf(ident) is Var { Kind: VarKind.Package } global:
                return (global, global.Name);
            default:
                return default;
        }
    }

    /// <summary>True if the variable holds an object that the function makes itself: nobody else knows it yet.</summary>
    public static bool IsFresh(FlowFunction function, Var variable)
    {
        if (variable.Kind is not (VarKind.Local or VarKind.Result))
        {
            return false;
        }

        var local = function.Locals.Of(variable);
        if (local is { Initializer: null, Assignments: 0 })
        {
            return variable.Type.Underlying is StructType;
        }

        return local?.Initializer is { } value ? IsMade(function, value) : local is { Assignments: > 0 } && IsAlwaysMade(function, variable);
    }

    // n = newNode(): whatever is assigned is new.
    private static bool IsAlwaysMade(FlowFunction function, Var variable)
    {
        var found = false;
        foreach (var assign in NodeSearch.All<AssignStmt>(function.Root.Body))
        {
            for (var i = 0; i < assign.Lhs.Length; i++)
            {
                if (Callees.Unparen(assign.Lhs[i]) is Ident ident && function.File.ObjectOf(ident) == variable)
                {
                    if (assign.Rhs.Length != assign.Lhs.Length || !IsMade(function, assign.Rhs[i]))
                    {
                        return false;
                    }

                    found = true;
                }
            }
        }

        return found;
    }

    private static bool IsMade(FlowFunction function, Expr value) => Callees.Unparen(value) switch
    {
        CompositeLit => true,
        UnaryExpr { Op: TokenKind.And } address => Callees.Unparen(address.X) is CompositeLit,
        CallExpr call => Callees.Of(function.File, call) is Builtin { Name: "new" }
            || (Callees.NameOf(call) is { } name && name.Name.StartsWith("new", StringComparison.OrdinalIgnoreCase)),
        _ => false,
    };

    private static bool IsElement(AccessPath? path)
    {
        for (var i = (path?.Steps.Length ?? 0) - 1; i >= 0; i--)
        {
            if (path!.Steps[i].IsIndex)
            {
                return true;
            }

            if (path.Steps[i].Field is not { Embedded: true } && i < path.Steps.Length - 1)
            {
                return false;
            }
        }

        return false;
    }

    private static (Var? Class, string Name) Named(Selection way, Var field) =>
        OwnerOf(way, way.Index.Length - 1) is { } owner ? (field, $"{owner.Obj.Name}.{field.Name}") : default;

    // The lock is embedded: the last field that the selection passes before the method.
    private static (Var? Class, string Name) Embedded(Selection selection)
    {
        var last = selection.Index.Length - 2;
        return OwnerOf(selection, last) is { Underlying: StructType { Fields: var fields } } owner
            && selection.Index[last] < fields.Length
            ? (fields[selection.Index[last]].Origin, owner.Obj.Name)
            : default;
    }

    // The type in which a step of the selection finds its field.
    private static NamedType? OwnerOf(Selection selection, int step)
    {
        var type = selection.Recv;
        for (var i = 0; i < step; i++)
        {
            if (GoTypes.Deref(type).Underlying is not StructType { Fields: var fields } || selection.Index[i] >= fields.Length)
            {
                return null;
            }

            type = fields[selection.Index[i]].Type;
        }

        return GoTypes.Deref(type) as NamedType;
    }
}
