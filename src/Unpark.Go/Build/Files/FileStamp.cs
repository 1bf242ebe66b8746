using System.Runtime.InteropServices;

namespace Unpark.Go.Build;

/// <summary>
/// What a file system tells of a file without reading it. A file whose stamp is what it was holds what it held, as far as
/// its clock goes: see <see cref="IsSettled"/>.
/// </summary>
/// <param name="Length">The length in bytes.</param>
/// <param name="Modified">When its bytes were last said to have changed.</param>
/// <param name="Changed">When anything about it last changed, which nobody can set; where that is not told, when it was made.</param>
/// <param name="Node">The number of the file in its file system, or 0.</param>
/// <param name="Device">The number of the file system, or 0.</param>
/// <remarks>Times are UTC, in ticks of 100 ns.</remarks>
public readonly partial record struct FileStamp(long Length, long Modified, long Changed, ulong Node, ulong Device)
{
    // The coarsest clock of a file system in use, that of FAT.
    private static readonly TimeSpan Granularity = TimeSpan.FromSeconds(2);

    private static bool hasStatx = OperatingSystem.IsLinux();

    /// <summary>The stamp of a file, links followed; null if there is no such file or that cannot be told.</summary>
    /// <param name="path">The path of the file.</param>
    public static FileStamp? Of(string path)
    {
        try
        {
            if (hasStatx)
            {
                return Statx(AtCurrentFolder, path, 0, BasicStats, out var buffer) != 0 || (buffer.Mask & BasicStats) != BasicStats
                    ? null
                    : new FileStamp(buffer.Size, buffer.Modified.Value, buffer.Changed.Value, buffer.Node,
                        ((ulong)buffer.DeviceMajor << 32) | buffer.DeviceMinor);
            }
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            hasStatx = false;
        }

        try
        {
            var info = new FileInfo(path);
            return info.Exists ? new FileStamp(info.Length, info.LastWriteTimeUtc.Ticks, info.CreationTimeUtc.Ticks, 0, 0) : null;
        }
        catch (Exception e) when (DiskFiles.IsFileError(e))
        {
            return null;
        }
    }

    /// <summary>
    /// True if a change from now on is sure to change the stamp. What has just been written may be written again within the
    /// same tick of the file system's clock.
    /// </summary>
    /// <param name="now">The time before the stamp was taken.</param>
    public bool IsSettled(DateTime now) => Math.Max(Changed, Node == 0 ? Modified : 0) < now.Ticks - Granularity.Ticks;

    private const int AtCurrentFolder = -100;

    // Size, times, node: what statx(2) calls STATX_BASIC_STATS.
    private const uint BasicStats = 0x7ff;

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, out StatxBuffer buffer);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct StatxTime
    {
        private readonly long seconds;
        private readonly uint nanoseconds;
        private readonly int reserved;

        public long Value => DateTime.UnixEpoch.Ticks + (seconds * TimeSpan.TicksPerSecond) + (nanoseconds / 100);
    }

    // struct statx of linux/stat.h, the same on all architectures.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private readonly struct StatxBuffer
    {
        [FieldOffset(0)]
        public readonly uint Mask;

        [FieldOffset(32)]
        public readonly ulong Node;

        [FieldOffset(40)]
        public readonly long Size;

        [FieldOffset(96)]
        public readonly StatxTime Changed;

        [FieldOffset(112)]
        public readonly StatxTime Modified;

        [FieldOffset(136)]
        public readonly uint DeviceMajor;

        [FieldOffset(140)]
        public readonly uint DeviceMinor;
    }
}
