using Unpark.Go.Syntax;

namespace Unpark.Analysis.S1Channels;

/// <summary>A use of a closed channel.</summary>
/// <param name="Place">The second close, or the send.</param>
/// <param name="Before">The first close.</param>
/// <param name="IsSend">True for a send.</param>
/// <param name="IsAtReturn">True if the second close is deferred.</param>
internal sealed record CloseMisuse(Node Place, Node Before, bool IsSend, bool IsAtReturn);
