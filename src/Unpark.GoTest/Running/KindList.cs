using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Unpark.Profiles;

namespace Unpark.GoTest;

/// <summary>
/// Tells test executables which goroutines will not be reported, so that they need not be waited for; kinds.go.txt reads it.
/// </summary>
internal static class KindList
{
    // The words in which dumps say what goroutines do (runtime/runtime2.go, waitReasonStrings).
    private static readonly ImmutableDictionary<BlockingKind, string> States = ImmutableDictionary.CreateRange<BlockingKind, string>(
    [
        new(BlockingKind.Running, "running"),
        new(BlockingKind.Runnable, "runnable"),
        new(BlockingKind.Syscall, "syscall"),
        new(BlockingKind.ChanReceive, "chan receive"),
        new(BlockingKind.ChanReceiveNil, "chan receive (nil chan)"),
        new(BlockingKind.ChanSend, "chan send"),
        new(BlockingKind.ChanSendNil, "chan send (nil chan)"),
        new(BlockingKind.Select, "select"),
        new(BlockingKind.SelectNoCases, "select (no cases)"),
        new(BlockingKind.Sleep, "sleep"),
        new(BlockingKind.IO, "IO wait"),
    ]);

    /// <summary>The list of kinds, the first that fits counting.</summary>
    public static string Of(IEnumerable<Signature> kinds)
    {
        var text = new StringBuilder();
        foreach (var kind in kinds)
        {
            var harmless = kind.IsHarmlessAfterTest();
            text.Append(CultureInfo.InvariantCulture, $"kind\t{kind.Limit ?? -1}\t{(harmless ? "harmless" : "ends")}\n");
            foreach (var mark in kind.Marks)
            {
                // A state that has no one word must not make anything harmless, and may well make it worth waiting for.
                var isKnown = mark.Kinds.All(States.ContainsKey);
                if (isKnown || !harmless)
                {
                    var states = !isKnown || mark.Kinds.IsEmpty ? "" : $",{string.Join(',', mark.Kinds.Select(k => States[k]))},";
                    text.Append(CultureInfo.InvariantCulture, $"mark\t{mark.Function}\t{(mark.Starts ? "by" : "")}\t{states}\t{mark.Without}\n");
                }
            }
        }

        return text.ToString();
    }

    /// <summary>The list of what may be left behind.</summary>
    public static string Of(IEnumerable<AllowedGoroutine> allowed) => string.Concat(allowed
        .Select(a => $"allowed\t{a.Function}\t{a.Test ?? "*"}\t{a.Package ?? "*"}\n"));
}
