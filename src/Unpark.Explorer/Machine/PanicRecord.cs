namespace Unpark.Explorer;

/// <summary>A panic on its way up, or the end of a goroutine by runtime.Goexit.</summary>
/// <param name="Value">What panic was called with.</param>
/// <param name="IsGoexit">True for runtime.Goexit, which cannot be recovered from.</param>
/// <param name="IsRecovered">True once a deferred call has called recover.</param>
/// <param name="Before">The one that ran the deferred call in which this one began, or null.</param>
internal sealed record PanicRecord(Value Value, bool IsGoexit, bool IsRecovered, PanicRecord? Before = null);
