using Unpark.Go.Syntax;

namespace Unpark.Analysis.S1Channels;

/// <summary>A path on which a goroutine gives nothing to a channel.</summary>
/// <param name="Place">Where it ends.</param>
internal sealed record GiveLeak(Node Place);
