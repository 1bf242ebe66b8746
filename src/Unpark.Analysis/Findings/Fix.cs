using System.Collections.Immutable;

namespace Unpark.Analysis;

/// <summary>A change of the source that ends a finding. The changed source compiles and is formatted as gofmt does.</summary>
/// <param name="Message">What the change does, in the imperative.</param>
/// <param name="Preferred">True if the fix may be applied unasked: it mends the leak and keeps all other behaviour.</param>
/// <param name="Edits">The edits, which do not overlap; all of them or none are to be applied.</param>
public sealed record Fix(string Message, bool Preferred, ImmutableArray<TextEdit> Edits);
