using Unpark.Flow;

namespace Unpark.Analysis.S1Channels;

/// <summary>A step of a goroutine that has to do with a channel.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Use">Where the channel is named; of a start null.</param>
/// <param name="Started">The goroutine that is started.</param>
/// <param name="IsInCall">True if it happens in a function that is called or deferred in this step.</param>
/// <param name="IsDeferred">True if it happens when the function returns.</param>
internal sealed record PartyEvent(PartyEventKind Kind, ChannelUse? Use, ChannelParty? Started, bool IsInCall, bool IsDeferred);
