namespace Unpark.Flow;

/// <summary>Whether something may happen.</summary>
public enum MayHappen : byte
{
    /// <summary>It does not.</summary>
    No,

    /// <summary>Nothing that is known does it, but not all is known.</summary>
    Unknown,

    /// <summary>It may.</summary>
    Yes,
}
