namespace Unpark.Analysis;

/// <summary>How sure a finding is.</summary>
public enum Confidence
{
    /// <summary>The shape of a leak is there, and something unknown decides.</summary>
    Possible,

    /// <summary>It leaks unless the code relies on something that cannot be seen from where the finding is.</summary>
    Likely,

    /// <summary>A path or schedule that leaks is shown, and nothing unknown helped to find it.</summary>
    Proved,
}
