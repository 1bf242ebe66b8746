using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.Goroutines;

/// <summary>Recognises calls that tell somebody something and have no other effect.</summary>
internal static class TellingCalls
{
    /// <summary>True for messages, counters and questions about an error: calls that neither wait nor mend anything.</summary>
    public static bool Has(FlowFunction function, CallExpr call) => Callees.Of(function.File, call) switch
    {
        Builtin => true,
        Func { Package.Path: "fmt" or "errors" or "log" or "log/slog" or "strings" or "strconv" or "sync/atomic" } => true,
        Func { Name: "Error" or "String" or "Temporary" or "Timeout" or "Inc" or "Add" } => true,
        Func { Package: { } package, Name: var name } when package != function.Package.Package.Package => IsLog(name),
        UnknownObject { Name: var name } => IsLog(name),
        _ => false,
    };

    private static bool IsLog(string name)
    {
        foreach (var level in (ReadOnlySpan<string>)["Trace", "Debug", "Info", "Warn", "Error", "Print", "Log", "With", "Notice"])
        {
            if (name.StartsWith(level, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
