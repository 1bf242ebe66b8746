using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>
/// The types of sync, sync/atomic and time whose state the explorer keeps itself, the same for every version of Go and
/// whether the standard library's source is there or not. <c>Library</c> has their methods.
/// </summary>
internal static class SpecialLayouts
{
    private static readonly SpecialLayout One = new(1);
    private static readonly SpecialLayout Map = new(1, "m");
    private static readonly SpecialLayout ReadWriteLock = new(3);
    private static readonly SpecialLayout Cond = new(2, "L");
    private static readonly SpecialLayout Pool = new(2, "New");
    private static readonly SpecialLayout Timer = new(2, "C");

    public static SpecialLayout? Of(GoType type)
    {
        if (type is not NamedType { Obj: { Package: { } package } obj })
        {
            return null;
        }

        return (package.Path, obj.Name) switch
        {
            ("sync", "Mutex" or "WaitGroup" or "Once") => One,
            ("sync", "Map") => Map,
            ("sync", "RWMutex") => ReadWriteLock,
            ("sync", "Cond") => Cond,
            ("sync", "Pool") => Pool,
            ("sync/atomic", "Bool" or "Int32" or "Int64" or "Uint32" or "Uint64" or "Uintptr" or "Pointer" or "Value") => One,
            ("time", "Timer" or "Ticker") => Timer,
            _ => null,
        };
    }
}
