using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>The functions of the standard library that call the functions they are given before they return.</summary>
internal static class SynchronousCallbacks
{
    /// <summary>True if a call passes on its functions only to have them called before it returns.</summary>
    public static bool Calls(TypedFile file, CallExpr call)
    {
        if (call.Args.IsEmpty || Callees.FunctionOf(file, call) is not { Package: { } package } callee)
        {
            return false;
        }

        return package.Path switch
        {
            "sort" or "slices" or "maps" or "strings" or "bytes" => !callee.IsMethod,
            "sync" => callee is { IsMethod: true, Name: "Range" },
            "path/filepath" or "io/fs" => callee.Name is "Walk" or "WalkDir",
            "go/ast" => callee.Name == "Inspect",
            "container/ring" => callee.Name == "Do",
            _ => false,
        };
    }
}
