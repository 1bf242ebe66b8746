namespace Unpark.Profiles;

/// <summary>Whether goroutines leak.</summary>
public enum Verdict
{
    /// <summary>Nothing speaks for a leak: they work, or wait for what may well come.</summary>
    Normal,

    /// <summary>They may leak; the reasons are given.</summary>
    Suspect,

    /// <summary>Nothing can ever wake them: Go's own detection says so, or the operation itself never ends.</summary>
    Leaked,
}
