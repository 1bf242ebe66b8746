namespace Unpark.Profiles;

/// <summary>A line of a stack.</summary>
/// <param name="Kind">What the line stands for.</param>
/// <param name="Function">The function as Go writes it, with its import path; empty where there is none.</param>
/// <param name="File">The file as the compiler knew it, which need not be a path of this machine; may be empty.</param>
/// <param name="Line">The line, counted from 1, or 0 where it is unknown.</param>
/// <param name="Inlined">True if the call was inlined into the frame behind it.</param>
/// <param name="Count">Of <see cref="FrameKind.Elided"/>: how many frames were left out, or 0 where Go does not say.</param>
public sealed record Frame(FrameKind Kind, string Function, string File, int Line, bool Inlined = false, int Count = 0)
{
    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        FrameKind.Elided => Count == 0 ? "...additional frames elided..." : $"...{Count} frames elided...",
        FrameKind.Unavailable => "stack unavailable",
        FrameKind.Cut => "the input ends here",
        _ => File.Length == 0 ? Function : $"{Function} {File}:{Line}",
    };
}
