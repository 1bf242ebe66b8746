namespace Unpark.Profiles;

/// <summary>Part of a profile that could not be understood.</summary>
/// <param name="Line">The line at which it begins, counted from 1; 0 in binary profiles.</param>
/// <param name="Offset">The byte at which it begins, counted from 0 in what is inside a compressed file.</param>
/// <param name="Lines">How many lines it has; 1 in binary profiles.</param>
/// <param name="Text">Its beginning.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record UnparsedPart(long Line, long Offset, long Lines, string Text, string Reason);
