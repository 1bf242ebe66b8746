using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>Finds the String and Error methods that package fmt, and what is built like it, calls.</summary>
internal static class Formatting
{
    /// <summary>The arguments of a call that are formatted by a method of the package, and the methods.</summary>
    public static IEnumerable<(Expr Argument, FlowFunction Method)> MethodsCalled(FlowPackage package, TypedFile file,
        CallExpr call)
    {
        if (call.HasEllipsis || Callees.Of(file, call) is not Func { Signature: { Variadic: true } signature } callee
            || !IsPrinter(callee) || signature.Params.Vars[^1].Type is not SliceType { Elem.Underlying: InterfaceType { IsEmpty: true } })
        {
            yield break;
        }

        var first = signature.Params.Vars.Length - 1;
        var verbs = first > 0 && first <= call.Args.Length ? Verbs(file.TypeOf(call.Args[first - 1])) : null;
        for (var i = first; i < call.Args.Length; i++)
        {
            if (verbs != null && (i - first >= verbs.Count || !"vsqxXw".Contains(verbs[i - first], StringComparison.Ordinal)))
            {
                continue;
            }

            // fmt asks for Error first; of a value only the methods that a value has.
            if (file.TypeOf(call.Args[i]).Type is { } type && MethodOf(package, type, "Format", "Error", "String") is { } method)
            {
                yield return (call.Args[i], method);
            }
        }
    }

    private static bool IsPrinter(Func callee)
    {
        if (callee.Package?.Path is "fmt" or "log")
        {
            return true;
        }

        var name = callee.Name;
        return name.EndsWith('f') || name.EndsWith("ln", StringComparison.Ordinal)
            || name is "Log" or "Print" or "Trace" or "Debug" or "Info" or "Warn" or "Warning" or "Error" or "Fatal" or "Panic";
    }

    /// <summary>The first of some methods that a value of a type has, if its body is in the package.</summary>
    public static FlowFunction? MethodOf(FlowPackage package, GoType type, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            var found = Lookup.FieldOrMethod(type, false, package.Package.Package, name);
            if (found.Obj is Func method)
            {
                return method.Signature.Recv?.Type.Underlying is not InterfaceType
                    && (method.Signature.Params.Length == 0 || name is not ("Error" or "String"))
                    ? package.FunctionOf(method)
                    : null;
            }
        }

        return null;
    }

    // The verbs of a constant format, one for each argument; null if it is not known.
    private static List<char>? Verbs(TypeAndValue format)
    {
        if (format.Value?.ToString() is not { } text || format.Type?.Underlying is not BasicType)
        {
            return null;
        }

        var verbs = new List<char>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                continue;
            }

            var isSyntax = false;
            for (i++; i < text.Length && "+-# 0123456789.*[]".Contains(text[i], StringComparison.Ordinal); i++)
            {
                isSyntax |= text[i] == '#';
                if (text[i] is '[')
                {
                    return null;
                }

                if (text[i] == '*')
                {
                    verbs.Add('*');
                }
            }

            if (i < text.Length && text[i] != '%')
            {
                verbs.Add(isSyntax ? '#' : text[i]);
            }
        }

        return verbs;
    }
}
