using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Unpark.Analysis;
using Unpark.Analysis.S4Libraries;
using Unpark.Analysis.S6Locks;

namespace Unpark.Cli.Caching;

/// <summary>Turns what is inferred from the source of libraries into bytes and back.</summary>
internal static class LibraryFactSerializer
{
    /// <summary>The bytes of what functions do with the functions they are given.</summary>
    public static byte[] Write(ImmutableDictionary<string, LibraryCall> calls) => Write(calls, static (writer, call) =>
    {
        WriteAll(writer, call.Runs, writer.Write7BitEncodedInt);
        WriteAll(writer, call.Keeps, writer.Write7BitEncodedInt);
        writer.Write(call.Waits);
    });

    /// <summary>What functions do with the functions they are given, or null if the bytes do not say that.</summary>
    public static ImmutableDictionary<string, LibraryCall>? ReadCalls(byte[] bytes) => Read(bytes, static reader =>
        new LibraryCall(
            ReadAll(reader, reader.Read7BitEncodedInt),
            ReadAll(reader, reader.Read7BitEncodedInt),
            reader.ReadBoolean()))?.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>The bytes of lifecycles as <see cref="InferredLifecycle.ToLifecycle"/> gives them.</summary>
    public static byte[] Write(FrozenDictionary<string, Lifecycle> lifecycles) => Write(lifecycles, static (writer, lifecycle) =>
    {
        writer.Write(lifecycle.Package);
        writer.Write(lifecycle.Name);
        WriteAll(writer, lifecycle.Releases, r =>
        {
            writer.Write(r.Name);
            writer.Write(r.TakesContext);
        });
        writer.Write(lifecycle.IsForProcess);
        writer.Write((byte)lifecycle.Confidence);
        writer.Write(lifecycle.Consequence);
        writer.Write(lifecycle.Reason ?? "");
    });

    /// <summary>Lifecycles, or null if the bytes are of none.</summary>
    public static FrozenDictionary<string, Lifecycle>? ReadLifecycles(byte[] bytes) => Read(bytes, static reader => new Lifecycle
    {
        Package = reader.ReadString(),
        Name = reader.ReadString(),
        Releases = ReadAll(reader, () => new LifecycleRelease(reader.ReadString(), reader.ReadBoolean())),
        IsForProcess = reader.ReadBoolean(),
        Confidence = (Confidence)reader.ReadByte(),
        Consequence = reader.ReadString(),
        Reason = reader.ReadString() is { Length: > 0 } reason ? reason : null,
    })?.ToFrozenDictionary(StringComparer.Ordinal);

    private static byte[] Write<T>(IReadOnlyDictionary<string, T> facts, Action<BinaryWriter, T> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8))
        {
            writer.Write7BitEncodedInt(facts.Count);
            foreach (var (name, fact) in facts.OrderBy(f => f.Key, StringComparer.Ordinal))
            {
                writer.Write(name);
                write(writer, fact);
            }
        }

        return stream.ToArray();
    }

    private static Dictionary<string, T>? Read<T>(byte[] bytes, Func<BinaryReader, T> read)
    {
        try
        {
            var stream = new MemoryStream(bytes);
            using var reader = new BinaryReader(stream, Encoding.UTF8);
            var facts = new Dictionary<string, T>(StringComparer.Ordinal);
            for (var count = reader.Read7BitEncodedInt(); count > 0; count--)
            {
                facts.Add(reader.ReadString(), read(reader));
            }

            return stream.Position == stream.Length ? facts : null;
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static void WriteAll<T>(BinaryWriter writer, ImmutableArray<T> items, Action<T> write)
    {
        writer.Write7BitEncodedInt(items.Length);
        foreach (var item in items)
        {
            write(item);
        }
    }

    private static ImmutableArray<T> ReadAll<T>(BinaryReader reader, Func<T> read)
    {
        var items = ImmutableArray.CreateBuilder<T>();
        for (var count = reader.Read7BitEncodedInt(); count > 0; count--)
        {
            items.Add(read());
        }

        return items.DrainToImmutable();
    }
}
