using System.Collections.Immutable;
using System.Globalization;

namespace Unpark.Profiles;

/// <summary>What is to be thought of one group.</summary>
internal static class GroupVerdict
{
    public static DiagnosedGroup Of(GoroutineGroup group, Signature? signature, long ofSignature, DiagnosisOptions options)
    {
        var kind = group.State.Kind;
        var rule = LeakKinds.RuleOf(group, kind);
        if (Proof(group, kind) is { } proof)
        {
            return new DiagnosedGroup(group, Verdict.Leaked, [proof], signature, signature?.Rule ?? rule,
                Explanation(group, signature, kind));
        }

        if (signature is not null)
        {
            return OfSignature(group, signature, ofSignature, kind);
        }

        var reasons = Reasons(group, kind, options);
        return new DiagnosedGroup(group, reasons.IsEmpty ? Verdict.Normal : Verdict.Suspect,
            reasons.IsEmpty ? [LeakKinds.Harmless(kind)] : reasons, null, reasons.IsEmpty ? null : rule,
            Explanation(group, null, kind));
    }

    private static string? Proof(GoroutineGroup group, BlockingKind kind)
    {
        if (group.Leaked > 0)
        {
            return group.Leaked == group.Count
                ? "Go's leak detection has found that nothing can wake them"
                : $"Go's leak detection has found that nothing can wake {Number(group.Leaked)} of them";
        }

        // Many programs end only by a signal, and main waits for nothing on purpose.
        return group.IsMain ? null : kind switch
        {
            BlockingKind.ChanReceiveNil => "a receive from a nil channel never ends",
            BlockingKind.ChanSendNil => "a send to a nil channel never ends",
            BlockingKind.SelectNoCases => "a select without cases never ends",
            _ => null,
        };
    }

    private static DiagnosedGroup OfSignature(GoroutineGroup group, Signature signature, long count, BlockingKind kind)
    {
        var explanation = Explanation(group, signature, kind);
        if (signature.Limit is not { } limit || count <= limit)
        {
            return new DiagnosedGroup(group, Verdict.Normal, [signature.Description], signature, null, explanation);
        }

        var reason = $"{Number(count)} goroutines are of this kind ({signature.Description}), and {Number(limit)} are usual";
        return new DiagnosedGroup(group, Verdict.Suspect,
            signature.Because is null ? [reason] : [reason, signature.Because], signature, signature.Rule, explanation);
    }

    private static ImmutableArray<string> Reasons(GoroutineGroup group, BlockingKind kind, DiagnosisOptions options)
    {
        if (group.IsMain || kind is BlockingKind.Runtime or BlockingKind.Coroutine or BlockingKind.Synctest)
        {
            return [];
        }

        var reasons = ImmutableArray.CreateBuilder<string>();
        // A sender, and who wants a lock, is served soon in a program that works.
        var quick = kind == BlockingKind.ChanSend || BlockingKinds.IsLock(kind);
        if (group.Count >= options.Many || (quick && group.Count >= options.Few))
        {
            reasons.Add($"{Number(group.Count)} goroutines are at the same place");
        }

        if (quick && group.Waited.Max >= options.Minutes)
        {
            reasons.Add($"{LeakKinds.Words(kind)} for {Number(group.Waited.Max)} minutes");
        }
        else if (BlockingKinds.IsWaitForOthers(kind) && group.Count >= options.Few && group.Waited.Min >= options.Minutes
            && group.Waited.Known == group.Count)
        {
            reasons.Add($"all {Number(group.Count)} of them have waited for {Number(group.Waited.Min)} minutes and more");
        }

        return reasons.DrainToImmutable();
    }

    private static string Explanation(GoroutineGroup group, Signature? signature, BlockingKind kind)
        => signature is null ? LeakKinds.Explain(kind, group.Blocked)
            : signature.Until is null ? Capital(signature.Description)
            : $"{Capital(signature.Description)}, alive until {signature.Until}";

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
