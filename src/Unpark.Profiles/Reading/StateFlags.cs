namespace Unpark.Profiles.Reading;

/// <summary>What a header says besides the state's text.</summary>
[Flags]
internal enum StateFlags
{
    None = 0,
    Leaked = 1,
    Scanned = 2,
    Durable = 4,
    LockedToThread = 8,
}
