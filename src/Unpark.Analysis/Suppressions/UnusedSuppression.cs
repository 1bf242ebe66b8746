namespace Unpark.Analysis.Suppressions;

/// <summary>A suppression, or a name in its list, that kept nothing back though what it names was looked for.</summary>
/// <param name="Span">The comment.</param>
/// <param name="Message">What is wrong with it, in one sentence without a full stop.</param>
public sealed record UnusedSuppression(SourceSpan Span, string Message);
