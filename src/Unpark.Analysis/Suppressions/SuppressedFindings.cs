using System.Collections.Immutable;
using Unpark.Go.Types;

namespace Unpark.Analysis.Suppressions;

/// <summary>Takes from the findings of a package what its comments ask to keep back, and tells which of them asked in vain.</summary>
internal static class SuppressedFindings
{
    /// <summary>Parts findings into those to show and those kept back.</summary>
    /// <param name="package">The package.</param>
    /// <param name="options">What was looked for.</param>
    /// <param name="findings">The findings that are asked for.</param>
    /// <param name="hidden">Those that are not: a suppression of one of them is not in vain.</param>
    public static AnalysisResult Part(TypedPackage package, AnalysisOptions options, ImmutableArray<Finding> findings,
        IReadOnlyList<Finding> hidden)
    {
        var suppressions = ImmutableArray.CreateBuilder<Suppression>();
        foreach (var file in package.Files)
        {
            suppressions.AddRange(SuppressionReader.Read(file.Tree));
        }

        if (suppressions.Count == 0)
        {
            return new AnalysisResult(findings, [], []);
        }

        var shown = ImmutableArray.CreateBuilder<Finding>();
        var kept = ImmutableArray.CreateBuilder<Finding>();
        foreach (var finding in findings)
        {
            (suppressions.Any(s => IsValid(s) && s.Covers(finding)) ? kept : shown).Add(finding);
        }

        var unused = ImmutableArray.CreateBuilder<UnusedSuppression>();
        // Where something is not known, what was found yesterday may be silent today.
        if (package.Diagnostics.IsEmpty && package.Files.All(f => f.Tree.Diagnostics.IsEmpty))
        {
            foreach (var suppression in suppressions)
            {
                AddUnused(suppression, options, [.. findings, .. hidden], unused);
            }
        }

        return new AnalysisResult(shown.DrainToImmutable(), kept.DrainToImmutable(), unused.DrainToImmutable());
    }

    // staticcheck does not obey a directive without a reason.
    private static bool IsValid(Suppression suppression)
        => suppression.Reason.Length > 0 || !suppression.Directive.StartsWith("//lint:", StringComparison.Ordinal);

    private static void AddUnused(Suppression suppression, AnalysisOptions options, ImmutableArray<Finding> findings,
        ImmutableArray<UnusedSuppression>.Builder unused)
    {
        var ours = suppression.Names.Where(SuppressionName.IsOurs).ToArray();
        if (ours.Length > 0 && !IsValid(suppression))
        {
            unused.Add(new UnusedSuppression(suppression.Span,
                $"{suppression.Directive} is obeyed only with a reason behind the rules"));
            return;
        }

        foreach (var name in ours)
        {
            var rules = LeakAnalysis.AllRules.Select(r => r.Rule).Where(r => SuppressionName.Matches(name, r)).ToArray();
            var shown = name.StartsWith("up", StringComparison.Ordinal) ? name.ToUpperInvariant() : name;
            if (rules.Length == 0)
            {
                unused.Add(new UnusedSuppression(suppression.Span, $"there is no rule {shown} to suppress"));
            }
            else if (IsJudged(rules, options)
                && !findings.Any(f => suppression.CoversLine(f) && SuppressionName.Matches(name, f.Rule)))
            {
                var what = rules.Length == 1 ? shown : "anything";
                unused.Add(new UnusedSuppression(suppression.Span,
                    $"{suppression.Directive} suppresses nothing: Unpark does not report {what} here"));
            }
        }
    }

    // What was not looked for cannot be said to be missing; policies that were not asked for do not count among many.
    private static bool IsJudged(Rule[] rules, AnalysisOptions options)
    {
        foreach (var rule in rules)
        {
            if (!options.Includes(rule) && (rules.Length == 1 || rule.Profile == RuleProfile.Leaks))
            {
                return false;
            }
        }

        return rules.Any(options.Includes);
    }
}
