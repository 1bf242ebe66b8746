using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Unpark.GoTest;

/// <summary>The ports on which a process listens, as Linux tells them (proc(5)).</summary>
public static partial class ListeningPorts
{
    private const string Listening = "0A";

    /// <summary>Where a process can be reached from this machine; empty where that cannot be found out.</summary>
    public static IReadOnlyList<IPEndPoint> Of(int process)
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        try
        {
            var own = new HashSet<string>(StringComparer.Ordinal);
            foreach (var link in new DirectoryInfo($"/proc/{process}/fd").EnumerateFileSystemInfos())
            {
                if (link.LinkTarget is { } target && Socket().Match(target) is { Success: true } match)
                {
                    own.Add(match.Groups[1].Value);
                }
            }

            return [.. ((string[])["tcp", "tcp6"]).SelectMany(n => Sockets($"/proc/{process}/net/{n}", own)).DistinctBy(e => e.ToString())];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static IEnumerable<IPEndPoint> Sockets(string path, HashSet<string> own)
    {
        foreach (var line in File.Exists(path) ? File.ReadLines(path).Skip(1) : [])
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var local, _, Listening, _, _, _, _, _, var node, ..] && own.Contains(node)
                && local.Split(':') is [var address, var port])
            {
                var at = Address(address);
                // What listens everywhere listens here.
                var here = at.Equals(IPAddress.Any) ? IPAddress.Loopback : at.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : at;
                yield return new IPEndPoint(here, int.Parse(port, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            }
        }
    }

    // Words of four bytes, each in the machine's order.
    private static IPAddress Address(string text)
    {
        var bytes = Convert.FromHexString(text);
        if (BitConverter.IsLittleEndian)
        {
            for (var i = 0; i < bytes.Length; i += sizeof(uint))
            {
                bytes.AsSpan(i, sizeof(uint)).Reverse();
            }
        }

        var address = new IPAddress(bytes);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    [GeneratedRegex(@"^socket:\[(\d+)\]$")]
    private static partial Regex Socket();
}
