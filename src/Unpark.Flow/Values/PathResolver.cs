using System.Collections.Immutable;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>
/// Finds the access paths of expressions in a function. A local variable that only ever holds a copy of another path,
/// such as <c>mu := &amp;s.mu</c>, stands for that path.
/// </summary>
public sealed class PathResolver
{
    private const int LongestPath = 16;
    private readonly FlowFunction function;
    private readonly TypedFile file;

    /// <summary>A resolver for the expressions of a function.</summary>
    public PathResolver(FlowFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        this.function = function;
        file = function.File;
    }

    /// <summary>The path of an expression; null if it has none: the result of a call, an element of a computed index.</summary>
    public AccessPath? Of(Expr expression) => Of(expression, 0);

    /// <summary>The path of what a method is called on, embedded fields on the way to the method included; or null.</summary>
    public AccessPath? ReceiverOf(SelectorExpr method)
    {
        ArgumentNullException.ThrowIfNull(method);
        if (file.UseOf(method.Sel) is UnknownObject { Owner: not null })
        {
            // What is embedded in a type that is not on disk stays in the dark; the way to the value does not.
            return Of(method.X);
        }

        return file.SelectionOf(method) is { Kind: SelectionKind.MethodVal } selection && Of(method.X) is { } path
            ? Embedded(path, selection)
            : null;
    }

    /// <summary>
    /// What a call in this function gives for a parameter of the function it calls, the receiver included; null for a
    /// variadic parameter, for one of another function, and where the argument has no path.
    /// </summary>
    public AccessPath? ArgumentOf(CallExpr call, FlowFunction callee, Var parameter)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(callee);
        if (callee.Syntax is FuncDecl { Recv.List: [{ Names: [var self] }] } && callee.File.DefOf(self) == parameter)
        {
            return Callees.Unparen(call.Fun) is SelectorExpr method ? ReceiverOf(method) : null;
        }

        var index = 0;
        foreach (var field in callee.Type.Params.List)
        {
            foreach (var name in field.Names)
            {
                if (callee.File.DefOf(name) == parameter)
                {
                    return index < call.Args.Length && field.Type is not Ellipsis ? Of(call.Args[index]) : null;
                }

                index++;
            }
        }

        return null;
    }

    private AccessPath? Of(Expr expression, int depth)
    {
        if (depth > LongestPath)
        {
            return null;
        }

        switch (expression)
        {
            case ParenExpr node:
                return Of(node.X, depth);
            case StarExpr node:
                return Of(node.X, depth + 1);
            case UnaryExpr { Op: TokenKind.And } node:
                return Of(node.X, depth + 1);
            case TypeAssertExpr { Type: not null } node:
                return Of(node.X, depth + 1);
            case Ident node:
                return OfVariable(file.ObjectOf(node) as Var, depth);
            case SelectorExpr node:
                var selection = file.SelectionOf(node);
                if (selection == null)
                {
                    return file.UseOf(node.Sel) is Var { IsField: false } global ? new AccessPath(global, []) : null;
                }

                return selection is { Kind: SelectionKind.FieldVal, Obj: Var field } && Of(node.X, depth + 1) is { } path
                    ? Embedded(path, selection)?.Then(new PathStep(field.Origin, false))
                    : null;
            case IndexExpr node when file.TypeOf(node).IsValue:
                return Index(node.Index) is { } key && Of(node.X, depth + 1) is { } array
                    ? array.Then(new PathStep(key, true))
                    : null;
            case CallExpr { Args.Length: 1 } node when file.TypeOf(node.Fun).IsType:
                return Of(node.Args[0], depth + 1);
            default:
                return null;
        }
    }

    private AccessPath? OfVariable(Var? variable, int depth)
    {
        if (variable == null || variable.IsField)
        {
            return null;
        }

        // An alias: unlocking through it is unlocking the original.
        if (function.Locals.Of(variable)?.OnlyValue is { } value && IsReference(variable.Type)
            && Of(value, depth + 1) is { } original && !Changes(original))
        {
            return original;
        }

        return new AccessPath(variable, []);
    }

    private static bool IsReference(GoType type) => type.Underlying is PointerType or InterfaceType;

    // While what the copy was made from is assigned elsewhere, the copy and the original part ways.
    private bool Changes(AccessPath path) =>
        (function.Locals.Of(path.Root)?.Assignments ?? 1) > 1
        || path.Steps.Any(s => s.IsIndex
            ? s.Key is Var index && (function.Locals.Of(index)?.Assignments ?? 2) > 1
            : function.Locals.IsAssigned((Var)s.Key));

    private string? ConstantKey(Expr index) => file.TypeOf(index).Value?.ToString();

    private object? Index(Expr index)
    {
        if (ConstantKey(index) is { } constant)
        {
            return constant;
        }

        return Callees.Unparen(index) is Ident ident && file.UseOf(ident) is Var { IsField: false } variable
            ? variable
            : null;
    }

    // The embedded fields that a selection passes implicitly.
    private static AccessPath? Embedded(AccessPath path, Selection selection)
    {
        var type = selection.Recv;
        for (var i = 0; i < selection.Index.Length - 1; i++)
        {
            if (GoTypes.Deref(type).Underlying is not StructType { Fields: var fields }
                || selection.Index[i] >= fields.Length)
            {
                return null;
            }

            var field = fields[selection.Index[i]];
            path = path.Then(new PathStep(field.Origin, false));
            type = field.Type;
        }

        return path;
    }
}
