using System.Collections.Immutable;

namespace Unpark.Analysis;

/// <summary>Something that leaks, with the evidence.</summary>
/// <param name="Rule">The rule that found it.</param>
/// <param name="Confidence">How sure it is.</param>
/// <param name="Span">The primary place.</param>
/// <param name="Function">
/// The enclosing declared function as Go prints it, <c>f</c>, <c>(T).m</c> or <c>(*T).m</c>, and empty for code outside one.
/// </param>
/// <param name="Message">What is wrong, in one sentence without a full stop.</param>
/// <param name="Related">The steps that show it, in the order in which they happen.</param>
/// <param name="Fixes">Ways to mend it, the best first.</param>
public sealed record Finding(Rule Rule, Confidence Confidence, SourceSpan Span, string Function, string Message,
    ImmutableArray<RelatedPlace> Related, ImmutableArray<Fix> Fixes)
{
    /// <summary>The profile the finding belongs to; as strict as its rule's or stricter.</summary>
    public RuleProfile Profile { get; init; } = Rule.Profile;

    /// <summary>The fix to apply unasked, or null.</summary>
    public Fix? PreferredFix
    {
        get
        {
            foreach (var fix in Fixes)
            {
                if (fix.Preferred)
                {
                    return fix;
                }
            }

            return null;
        }
    }
}
