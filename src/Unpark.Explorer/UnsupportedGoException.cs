namespace Unpark.Explorer;

/// <summary>A program does what cannot be executed here; the goroutine that does is given up.</summary>
internal sealed class UnsupportedGoException(string what) : Exception(what);
