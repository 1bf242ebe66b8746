namespace Unpark.Flow;

/// <summary>What a function may do to what is at a place.</summary>
/// <param name="Place">The place, seen from the function.</param>
/// <param name="When">When it does it.</param>
public sealed record PlaceEffect(SsaPlace Place, EffectTime When);
