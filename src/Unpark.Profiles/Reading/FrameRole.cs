namespace Unpark.Profiles.Reading;

/// <summary>What an entry of a stack being read is; the first byte of its key.</summary>
internal enum FrameRole : byte
{
    Call,
    Inlined,
    Foreign,
    CreatedBy,
    Elided,
    Unavailable,
    Cut,

    /// <summary>From here on the frames are those of the goroutine that did the creating.</summary>
    Ancestor,
}
