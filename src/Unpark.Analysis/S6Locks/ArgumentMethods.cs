using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>
/// Finds the methods that functions of the standard library call of what they are given, before they return:
/// json.Marshal calls MarshalJSON, fmt.Fprintf calls Write, sort.Sort calls Less.
/// </summary>
internal static class ArgumentMethods
{
    /// <summary>The arguments of a call of whose methods one in the package is called, and these methods.</summary>
    public static IEnumerable<(Expr Argument, FlowFunction Method)> CalledBy(FlowPackage package, TypedFile file, CallExpr call)
    {
        if (Callees.FunctionOf(file, call) is not { Package.Path: var path } callee || MethodsFor(path, callee) is not { } known)
        {
            yield break;
        }

        for (var i = 0; i < known.Length && i < call.Args.Length; i++)
        {
            foreach (var name in known[i])
            {
                if (file.TypeOf(call.Args[i]).Type is { } type && Formatting.MethodOf(package, type, name) is { } method)
                {
                    yield return (call.Args[i], method);
                }
            }
        }
    }

    // For each argument the methods that are called of it.
    private static string[][]? MethodsFor(string path, Func callee) => (path, callee.Name) switch
    {
        ("encoding/json", "Marshal" or "MarshalIndent" or "Encode") => [["MarshalJSON", "MarshalText"]],
        ("encoding/json", "Unmarshal") => [[], ["UnmarshalJSON"]],
        ("fmt", "Fprint" or "Fprintf" or "Fprintln") => [["Write"]],
        ("io", "WriteString") => [["WriteString", "Write"]],
        ("io", "Copy") => [["Write"], ["Read"]],
        ("io", "ReadAll") => [["Read"]],
        ("sort", "Sort" or "Stable") when !callee.IsMethod => [["Len", "Less", "Swap"]],
        ("container/heap", "Init" or "Fix" or "Remove") => [["Len", "Less", "Swap"]],
        ("container/heap", "Push") => [["Push", "Less", "Swap"]],
        ("container/heap", "Pop") => [["Pop", "Less", "Swap"]],
        _ => null,
    };
}
