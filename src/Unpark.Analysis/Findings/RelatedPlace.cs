namespace Unpark.Analysis;

/// <summary>A step of the reason for a finding: locked here, returns here.</summary>
/// <param name="Span">Where.</param>
/// <param name="Message">What happens there, without a full stop.</param>
public sealed record RelatedPlace(SourceSpan Span, string Message);
