using System.IO.Compression;
using System.Text;

namespace Unpark.Profiles;

/// <summary>Writes goroutines in pprof's format, so that <c>go tool pprof</c> shows what only dumps hold.</summary>
public static class PprofWriter
{
    private const string StateLabel = "state";

    /// <summary>Writes a profile, compressed with gzip as Go writes it. The states are labels.</summary>
    public static void Write(Stream to, Profile profile)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(profile);
        using var gzip = new GZipStream(to, CompressionLevel.Optimal, leaveOpen: true);
        using var message = new Message(profile);
        gzip.Write(message.ToArray());
    }

    /// <summary>The message Profile of github.com/google/pprof, proto/profile.proto.</summary>
    private sealed class Message : IDisposable
    {
        private readonly MemoryStream all = new();
        private readonly Dictionary<string, int> strings = new(StringComparer.Ordinal) { [""] = 0 };
        private readonly List<string> texts = [""];
        private readonly Dictionary<Frame, int> locations = [];
        private readonly Dictionary<(string Function, string File), int> functions = [];
        private readonly MemoryStream tables = new();

        public Message(Profile profile)
        {
            using var type = new MemoryStream();
            Number(type, 1, Text(profile.Name));
            Number(type, 2, Text("count"));
            Bytes(all, 1, type);
            foreach (var record in profile.Records)
            {
                Sample(record);
            }

            tables.WriteTo(all);
            foreach (var text in texts)
            {
                var bytes = Encoding.UTF8.GetBytes(text);
                Varint(all, (6 << 3) | 2);
                Varint(all, (ulong)bytes.Length);
                all.Write(bytes);
            }

            if (profile.Time is { } time)
            {
                Number(all, 9, (time - DateTimeOffset.UnixEpoch).Ticks * 100);
            }

            Bytes(all, 11, type);
            Number(all, 12, 1);
        }

        public byte[] ToArray() => all.ToArray();

        public void Dispose()
        {
            all.Dispose();
            tables.Dispose();
        }

        private void Sample(GoroutineRecord record)
        {
            using var sample = new MemoryStream();
            foreach (var frame in record.Stack.Frames)
            {
                Number(sample, 1, Location(frame));
            }

            Number(sample, 2, record.Count);
            foreach (var label in record.Labels)
            {
                Label(sample, label.Key, label.Value);
            }

            if (record.State.Text.Length > 0)
            {
                Label(sample, StateLabel, record.State.Leaked ? $"{record.State.Text} (leaked)" : record.State.Text);
            }

            Bytes(all, 2, sample);
        }

        private void Label(MemoryStream sample, string key, string value)
        {
            using var label = new MemoryStream();
            Number(label, 1, Text(key));
            Number(label, 2, Text(value));
            Bytes(sample, 3, label);
        }

        private int Location(Frame frame)
        {
            if (locations.TryGetValue(frame, out var known))
            {
                return known;
            }

            var number = locations.Count + 1;
            locations.Add(frame, number);
            using var line = new MemoryStream();
            Number(line, 1, Function(frame.Function.Length > 0 ? frame.Function : frame.ToString(), frame.File));
            Number(line, 2, frame.Line);
            using var location = new MemoryStream();
            Number(location, 1, number);
            Bytes(location, 4, line);
            Bytes(tables, 4, location);
            return number;
        }

        private int Function(string name, string file)
        {
            if (functions.TryGetValue((name, file), out var known))
            {
                return known;
            }

            var number = functions.Count + 1;
            functions.Add((name, file), number);
            using var function = new MemoryStream();
            Number(function, 1, number);
            Number(function, 2, Text(name));
            Number(function, 3, Text(name));
            Number(function, 4, Text(file));
            Bytes(tables, 5, function);
            return number;
        }

        private int Text(string text)
        {
            if (!strings.TryGetValue(text, out var number))
            {
                number = texts.Count;
                strings.Add(text, number);
                texts.Add(text);
            }

            return number;
        }

        private static void Number(MemoryStream to, int field, long value)
        {
            Varint(to, (ulong)(field << 3));
            Varint(to, (ulong)value);
        }

        private static void Bytes(MemoryStream to, int field, MemoryStream message)
        {
            Varint(to, (ulong)((field << 3) | 2));
            Varint(to, (ulong)message.Length);
            message.WriteTo(to);
        }

        private static void Varint(MemoryStream to, ulong value)
        {
            while (value >= 0x80)
            {
                to.WriteByte((byte)(value | 0x80));
                value >>= 7;
            }

            to.WriteByte((byte)value);
        }
    }
}
