using Unpark.Explorer;

namespace Unpark.Cli.Exploring;

/// <summary>Goroutines, places and steps of a trace in words.</summary>
internal static class GoroutineWords
{
    /// <summary>A function without its import path, and without its package where that is the one that is explored.</summary>
    public static string Short(string function, string package)
    {
        if (function.StartsWith(package + ".", StringComparison.Ordinal))
        {
            return function[(package.Length + 1)..];
        }

        var slash = function.LastIndexOf('/');
        return slash < 0 ? function : function[(slash + 1)..];
    }

    /// <summary><c>goroutine 2 (fetch.func1)</c>.</summary>
    public static string Name(TracedGoroutine goroutine, string package) => $"goroutine {goroutine.Number} ({Short(goroutine.Function, package)})";

    /// <summary><c>a.go:12</c>, or the function if it has no file.</summary>
    public static string Place(StackFrame frame) => frame.File.Length == 0 ? frame.Function : $"{Path.GetFileName(frame.File)}:{frame.Line}";

    /// <summary><c>send results</c>.</summary>
    public static string Step(TraceStep step) => step.Name.Length == 0 ? step.What : $"{step.What} {step.Name}";

    /// <summary>What the sender does whom a step meets.</summary>
    public static string PartnerStep(TraceStep step) => step.PartnerName.Length == 0 ? "send" : $"send {step.PartnerName}";

    /// <summary>What has become of a goroutine.</summary>
    public static string Fate(TracedGoroutine goroutine) => goroutine.Fate switch
    {
        GoroutineFate.Ended => "has ended",
        GoroutineFate.Stuck => $"blocked for ever: {goroutine.Next}{At(goroutine)}",
        GoroutineFate.Waits => $"waits: {goroutine.Next}{At(goroutine)}",
        _ => $"can go on: {goroutine.Next}{At(goroutine)}",
    };

    private static string At(TracedGoroutine goroutine) => goroutine.At is { } at ? $" ({Place(at)})" : "";
}
