using System.Collections.Frozen;
using System.Runtime.InteropServices;

namespace Unpark.Go.Build;

/// <summary>
/// The operating systems and architectures Go knows, past ones included, since they matter in file names.
/// Source: internal/syslist and internal/platform.
/// </summary>
internal static class Platforms
{
    private static readonly FrozenSet<string> KnownOS = FrozenSet.Create(
        StringComparer.Ordinal,
        "aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "js", "linux", "nacl", "netbsd",
        "openbsd", "plan9", "solaris", "wasip1", "windows", "zos");

    private static readonly FrozenSet<string> UnixOS = FrozenSet.Create(
        StringComparer.Ordinal,
        "aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "linux", "netbsd", "openbsd",
        "solaris");

    private static readonly FrozenSet<string> KnownArch = FrozenSet.Create(
        StringComparer.Ordinal,
        "386", "amd64", "amd64p32", "arm", "armbe", "arm64", "arm64be", "loong64", "mips", "mipsle", "mips64",
        "mips64le", "mips64p32", "mips64p32le", "ppc", "ppc64", "ppc64le", "riscv", "riscv64", "s390", "s390x",
        "sparc", "sparc64", "wasm");

    // Where there is a port, cgo works on all but these.
    private static readonly FrozenSet<string> WithoutCgo = FrozenSet.Create(
        StringComparer.Ordinal,
        "js/wasm", "openbsd/ppc64", "plan9/386", "plan9/amd64", "plan9/arm", "wasip1/wasm");

    public static string HostOS =>
        OperatingSystem.IsWindows() ? "windows"
        : OperatingSystem.IsMacOS() ? "darwin"
        : OperatingSystem.IsFreeBSD() ? "freebsd"
        : OperatingSystem.IsAndroid() ? "android"
        : "linux";

    public static string HostArch => RuntimeInformation.OSArchitecture switch
    {
        Architecture.X64 => "amd64",
        Architecture.X86 => "386",
        Architecture.Arm64 => "arm64",
        Architecture.Arm or Architecture.Armv6 => "arm",
        Architecture.S390x => "s390x",
        Architecture.LoongArch64 => "loong64",
        Architecture.Ppc64le => "ppc64le",
        Architecture.RiscV64 => "riscv64",
        Architecture.Wasm => "wasm",
        _ => "amd64",
    };

    public static bool IsKnownOS(string name) => KnownOS.Contains(name);

    public static bool IsKnownOS(ReadOnlySpan<char> name) =>
        KnownOS.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name);

    public static bool IsKnownArch(ReadOnlySpan<char> name) =>
        KnownArch.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name);

    public static bool IsUnix(string os) => UnixOS.Contains(os);

    public static bool SupportsCgo(string os, string arch) => !WithoutCgo.Contains($"{os}/{arch}");
}
