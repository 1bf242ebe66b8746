using Unpark.Go.Syntax;

namespace Unpark.Analysis.S1Channels;

/// <summary>A step that closes a channel or sends on it.</summary>
/// <param name="Place">The call or send statement.</param>
/// <param name="IsSend">True for a send.</param>
/// <param name="IsDeferred">True if it happens when the function returns.</param>
internal sealed record CloseAction(Node Place, bool IsSend, bool IsDeferred);
