using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>Recognises the methods of golang.org/x/sync/semaphore's Weighted.</summary>
internal static class SemaphoreMethods
{
    private const string ImportPath = "golang.org/x/sync/semaphore";

    /// <summary>True for the names of the methods: a quick test before the types are asked.</summary>
    public static bool IsName(string name) => name is "Acquire" or "TryAcquire" or "Release";

    /// <summary>True if a file of the package imports it.</summary>
    public static bool IsImported(FlowPackage package) =>
        package.Package.Files.Any(f => f.Tree.Root.Imports.Any(i => i.Path.Value.Contains(ImportPath, StringComparison.Ordinal)));

    /// <summary>The method that a call calls, if it is one of a semaphore; or null.</summary>
    public static LockAction? Of(TypedFile file, CallExpr call)
    {
        if (Callees.Unparen(call.Fun) is not SelectorExpr selector || !IsName(selector.Sel.Name)
            || !(file.UseOf(selector.Sel) is Func { IsMethod: true, Package.Path: ImportPath }
                or UnknownObject { Owner.Name: "Weighted", ImportPath: ImportPath }))
        {
            return null;
        }

        return selector.Sel.Name switch
        {
            "Acquire" => LockAction.Acquire,
            "TryAcquire" => LockAction.TryAcquire,
            _ => LockAction.Release,
        };
    }
}
