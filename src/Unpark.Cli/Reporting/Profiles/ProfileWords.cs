using System.Globalization;
using Unpark.Cli.Terminals;
using Unpark.Diagnosis;
using Unpark.Profiles;

namespace Unpark.Cli.Reporting.Profiles;

/// <summary>How goroutines are called in tables and sentences.</summary>
internal static class ProfileWords
{
    /// <summary>The verdict in one word.</summary>
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Leaked => "leaked",
        Verdict.Suspect => "suspect",
        _ => "normal",
    };

    /// <summary>The most frequent state in Go's words, as far as the form of the profile has some.</summary>
    public static string State(GoroutineGroup group) => State(group.State);

    /// <summary>A state in Go's words.</summary>
    public static string State(GoroutineState state)
    {
        var text = state.Text;
        return DisplayText.Safe(text.Length > 0 ? text : state.Kind switch
        {
            BlockingKind.Unknown => "",
            BlockingKind.IO => "IO wait",
            var kind => BlockingKinds.Name(kind)!.Replace('-', ' '),
        });
    }

    /// <summary>How long goroutines have waited.</summary>
    public static string Waited(WaitTimes waited) => waited.Known == 0 ? ""
        : waited.Min == waited.Max ? $"{Number(waited.Max)} min" : $"{Number(waited.Min)}-{Number(waited.Max)} min";

    /// <summary>A function and its line: <c>store.(*Cache).Get store.go:35</c>.</summary>
    public static string Short(Frame? frame) => frame is null ? "(no stack)"
        : frame.Kind is not (FrameKind.Call or FrameKind.Foreign) || frame.File.Length == 0 ? DisplayText.Safe(frame.ToString())
        : DisplayText.Safe($"{FunctionName.Short(frame.Function)} {FileName(frame.File)}:{Number(frame.Line)}");

    /// <summary>A number and a noun in the right form.</summary>
    public static string Count(long count, string noun) => count == 1 ? $"1 {noun}" : $"{Number(count)} {noun}s";

    /// <summary>A number as programs and people read it.</summary>
    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string FileName(string path) => path[(path.AsSpan().LastIndexOfAny('/', '\\') + 1)..];
}
