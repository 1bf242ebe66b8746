using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.Goroutines;

/// <summary>Finds the context that code at some place should listen to.</summary>
internal static class ContextScope
{
    /// <summary>True for <c>context.Context</c>.</summary>
    public static bool IsContext(GoType? type) =>
        type != null && type is not PointerType
        && (GoTypes.IsNamed(type, "context", "Context") || GoTypes.IsNamed(type, "golang.org/x/net/context", "Context"));

    /// <summary>
    /// True if the package can have anything to do with contexts: one of its files imports package context or net/http.
    /// </summary>
    public static bool KnowsContexts(PackageContext package)
    {
        foreach (var file in package.Package.Files)
        {
            if (Imports(file, "context") || Imports(file, "golang.org/x/net/context") || Imports(file, "net/http"))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if the file imports the package.</summary>
    public static bool Imports(TypedFile file, string path)
    {
        foreach (var spec in file.Tree.Root.Imports)
        {
            if (spec.Path.Value.AsSpan().Trim('"').SequenceEqual(path))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The context that can be cancelled and that code at an offset of a function can name: the innermost variable, the
    /// context of a request, a field of the receiver; null if there is none.
    /// </summary>
    public static ScopedContext? At(FlowFunction function, int offset) =>
        Variable(function, offset) ?? Field(function);

    /// <summary>The context among the parameters of the function itself, or null.</summary>
    public static ScopedContext? Parameter(FlowFunction function)
    {
        foreach (var field in function.Type.Params.List)
        {
            foreach (var name in field.Names)
            {
                if (!name.IsBlank && function.File.DefOf(name) is Var variable && IsContext(variable.Type))
                {
                    return new ScopedContext(name.Name, variable, ScopedContextKind.Variable);
                }
            }
        }

        return null;
    }

    /// <summary>True if the code names the context's variable or field.</summary>
    public static bool Mentions(FlowFunction function, Node code, ScopedContext context)
    {
        var search = new UseSearch(function.File, context.Variable);
        search.Visit(code);
        return search.Found;
    }

    /// <summary>True for a call of <c>context.Background</c> or <c>context.TODO</c>.</summary>
    public static bool IsRoot(TypedFile file, Expr expression) =>
        Callees.Unparen(expression) is CallExpr call
        && Callees.NameOf(call)?.Name is "Background" or "TODO" && IsOfContext(file, call);

    // The package, or the one that it was before Go 1.7.
    private static bool IsOfContext(TypedFile file, CallExpr call) => Callees.NameOf(call) is { Name: var name }
        && (Callees.IsPackageFunction(file, call, "context", name) || Callees.IsPackageFunction(file, call, "golang.org/x/net/context", name));

    private static ScopedContext? Variable(FlowFunction function, int offset)
    {
        ScopedContext? request = null;
        for (var scope = function.File.Scope.Innermost(offset); scope != null; scope = scope.Parent)
        {
            if (scope == function.File.Scope || scope == function.Package.Package.Package.Scope)
            {
                break;
            }

            foreach (var item in scope.Objects)
            {
                if (item is not Var { IsField: false } variable || variable.Name is "_" or "" || variable.Offset >= offset
                    || function.File.Scope.Innermost(offset).LookupParent(variable.Name, offset, out _) != variable)
                {
                    continue;
                }

                if (IsContext(variable.Type))
                {
                    if (!CannotBeCancelled(function, variable))
                    {
                        return new ScopedContext(variable.Name, variable, ScopedContextKind.Variable);
                    }
                }
                else if (request == null && variable.Kind == VarKind.Parameter && variable.Type is PointerType
                    && GoTypes.IsNamed(variable.Type, "net/http", "Request"))
                {
                    request = new ScopedContext(variable.Name + ".Context()", variable, ScopedContextKind.Request);
                }
            }
        }

        return request;
    }

    // ctx := context.Background(), or a value added to it.
    private static bool CannotBeCancelled(FlowFunction function, Var variable)
    {
        var value = function.Locals.Of(variable)?.OnlyValue;
        while (value != null && Callees.Unparen(value) is CallExpr call)
        {
            if (IsRoot(function.File, call) || Callees.IsPackageFunction(function.File, call, "context", "WithoutCancel"))
            {
                return true;
            }

            if (!Callees.IsPackageFunction(function.File, call, "context", "WithValue") || call.Args.IsEmpty)
            {
                return false;
            }

            value = Callees.Unparen(call.Args[0]) is Ident name && function.File.UseOf(name) is Var inner && inner != variable
                ? function.Locals.Of(inner)?.OnlyValue
                : call.Args[0];
        }

        return false;
    }

    private static ScopedContext? Field(FlowFunction function)
    {
        if (function.Root.Syntax is not FuncDecl { Recv.List: [{ Names: [{ IsBlank: false } name] }] }
            || function.File.DefOf(name) is not Var receiver
            || GoTypes.Deref(receiver.Type).Underlying is not StructType { Fields: var fields })
        {
            return null;
        }

        foreach (var field in fields)
        {
            if (!field.Embedded && IsContext(field.Type))
            {
                return new ScopedContext($"{name.Name}.{field.Name}", field.Origin, ScopedContextKind.Field);
            }
        }

        return null;
    }

    private sealed class UseSearch(TypedFile file, Var variable) : SyntaxVisitor
    {
        public bool Found { get; private set; }

        public override void VisitIdent(Ident node) =>
            Found |= node.Name == variable.Name && (file.UseOf(node) as Var)?.Origin == variable;
    }
}
