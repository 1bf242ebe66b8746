namespace Unpark.Cli.Testing;

/// <summary>How sure it is that goroutines leak that a test has left behind.</summary>
internal enum TestVerdict
{
    /// <summary>They are still there when they should have ended.</summary>
    Survivor,

    /// <summary>Nothing can ever wake them.</summary>
    Proved,

    /// <summary>The test itself hangs.</summary>
    Hang,
}
