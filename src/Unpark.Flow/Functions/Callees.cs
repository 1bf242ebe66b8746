using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>What calls call.</summary>
public static class Callees
{
    /// <summary>The expression without parentheses.</summary>
    public static Expr Unparen(Expr expression)
    {
        while (expression is ParenExpr paren)
        {
            expression = paren.X;
        }

        return expression;
    }

    /// <summary>The identifier that names what is called, type arguments and parentheses left out; or null.</summary>
    public static Ident? NameOf(CallExpr call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var fun = Unparen(call.Fun);
        fun = fun switch
        {
            IndexExpr index => Unparen(index.X),
            IndexListExpr index => Unparen(index.X),
            _ => fun,
        };
        return fun switch
        {
            Ident ident => ident,
            SelectorExpr selector => selector.Sel,
            _ => null,
        };
    }

    /// <summary>
    /// What a call calls: a <see cref="Func"/>, a <see cref="Builtin"/>, a <see cref="Var"/> that holds a function, a
    /// <see cref="TypeName"/> for a conversion, an <see cref="UnknownObject"/>; or null.
    /// </summary>
    public static GoObject? Of(TypedFile file, CallExpr call)
    {
        ArgumentNullException.ThrowIfNull(file);
        return NameOf(call) is { } name ? file.UseOf(name) : null;
    }

    /// <summary>The declared function or method a call calls; null for function values, built-in functions and conversions.</summary>
    public static Func? FunctionOf(TypedFile file, CallExpr call) => Of(file, call) as Func;

    /// <summary>
    /// True if the call calls a package-level function of this name; where the package is not on disk too.
    /// </summary>
    public static bool IsPackageFunction(TypedFile file, CallExpr call, string importPath, string name)
    {
        var ident = NameOf(call);
        if (ident == null || ident.Name != name)
        {
            return false;
        }

        ArgumentNullException.ThrowIfNull(file);
        return file.UseOf(ident) switch
        {
            Func f => !f.IsMethod && f.Package?.Path == importPath,
            UnknownObject { Owner: null } u => u.ImportPath == importPath,
            _ => false,
        };
    }

    /// <summary>The name of the type that declares a method, without its package; null for a function.</summary>
    public static string? ReceiverName(Func method)
    {
        ArgumentNullException.ThrowIfNull(method);
        return method.Signature.Recv is { } recv ? (GoTypes.Deref(recv.Type) as NamedType)?.Obj.Name : null;
    }
}
