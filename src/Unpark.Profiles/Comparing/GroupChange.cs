namespace Unpark.Profiles;

/// <summary>What became of goroutines from the first profile to the last.</summary>
public enum GroupChange
{
    /// <summary>There are as many as before, or what changed is within the threshold or noise.</summary>
    Same,

    /// <summary>There are none any more.</summary>
    Gone,

    /// <summary>There are fewer.</summary>
    Shrunk,

    /// <summary>There are more.</summary>
    Grown,

    /// <summary>There were none.</summary>
    New,
}
