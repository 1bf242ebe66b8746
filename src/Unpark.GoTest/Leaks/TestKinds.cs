using Unpark.Profiles;

namespace Unpark.GoTest;

/// <summary>What known kinds of goroutines mean after a test.</summary>
public static class TestKinds
{
    /// <summary>
    /// True of kinds that nothing in a test has to end. A goroutine that a call ends, such as <c>DB.Close</c>, is harmless in a
    /// program that keeps what it belongs to; a test that has made it and does not make the call leaves it behind.
    /// </summary>
    public static bool IsHarmlessAfterTest(this Signature kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return kind.Until is null;
    }
}
