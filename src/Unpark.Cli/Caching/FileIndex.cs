using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Text;
using Unpark.Go.Build;
using Unpark.Go.Syntax;

namespace Unpark.Cli.Caching;

/// <summary>
/// What the last run of the same kind learnt of the files it met: their stamps, the hashes of their bytes, and what stands at
/// their tops. A file with another stamp is read anew; so is one whose stamp was too young to be trusted. Safe to use from
/// many threads, except for <see cref="Save"/>.
/// </summary>
internal sealed class FileIndex : IFileIndex
{
    private readonly Dictionary<string, Entry> known;
    private readonly ConcurrentDictionary<string, Entry> met = new(StringComparer.Ordinal);
    private volatile bool steady = true;

    /// <summary>Makes one of what an earlier run left.</summary>
    /// <param name="saved">What <see cref="Save"/> gave; null, or anything else, for an index that knows nothing.</param>
    public FileIndex(byte[]? saved)
    {
        known = saved == null ? [] : Read(saved) ?? [];
    }

    /// <summary>
    /// False once a file was read that is not what it was earlier in this run: what was made of it may be of either.
    /// </summary>
    public bool IsSteady => steady;

    /// <inheritdoc/>
    public GoFileHeader? HeaderOf(string path, FileStamp stamp)
    {
        if (!known.TryGetValue(path, out var entry) || entry.Stamp != stamp || entry.Header is not { } header)
        {
            return null;
        }

        // Another thread may have found the file changed in between.
        if (met.GetOrAdd(path, entry).Hash != entry.Hash)
        {
            steady = false;
        }

        return header;
    }

    /// <inheritdoc/>
    public void Add(SourceFile file, FileStamp? stamp)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (!file.Path.EndsWith(".go", StringComparison.Ordinal))
        {
            return;
        }

        var hash = XxHash128.HashToUInt128(file.Content);
        var entry = met.TryGetValue(file.Path, out var earlier) ? earlier : met.GetOrAdd(file.Path, new Entry(stamp, hash, GoFileHeader.Of(file)));
        if (entry.Hash != hash)
        {
            steady = false;
            entry.Forget();
        }
    }

    /// <summary>The hash of a file's bytes, or null if it was not met in this run.</summary>
    public UInt128? HashOf(string path) => met.TryGetValue(path, out var entry) ? entry.Hash : null;

    /// <summary>The index of the files that were met, as bytes; null if that tells little more than what is kept already.</summary>
    public byte[]? Save()
    {
        var kept = met.Where(e => e.Value.Stamp is not null).ToArray();
        if (known.Count / 2 <= kept.Length && kept.All(e => known.GetValueOrDefault(e.Key) == e.Value))
        {
            return null;
        }

        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8))
        {
            writer.Write(kept.Length);
            foreach (var (path, entry) in kept.OrderBy(e => e.Key, StringComparer.Ordinal))
            {
                writer.Write(path);
                var stamp = entry.Stamp!.Value;
                writer.Write(stamp.Length);
                writer.Write(stamp.Modified);
                writer.Write(stamp.Changed);
                writer.Write(stamp.Node);
                writer.Write(stamp.Device);
                writer.Write((ulong)(entry.Hash >> 64));
                writer.Write((ulong)entry.Hash);
                var top = entry.Encoded.Span;
                writer.Write7BitEncodedInt(top.Length);
                writer.Write(top);
            }
        }

        return stream.ToArray();
    }

    private static Dictionary<string, Entry>? Read(byte[] saved)
    {
        try
        {
            var stream = new MemoryStream(saved);
            using var reader = new BinaryReader(stream, Encoding.UTF8);
            var count = reader.ReadInt32();
            var entries = new Dictionary<string, Entry>(Math.Clamp(count, 0, saved.Length / Entry.LeastBytes), StringComparer.Ordinal);
            for (var i = 0; i < count; i++)
            {
                var path = reader.ReadString();
                var stamp = new FileStamp(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadUInt64(), reader.ReadUInt64());
                var hash = new UInt128(reader.ReadUInt64(), reader.ReadUInt64());
                var length = reader.Read7BitEncodedInt();
                var top = saved.AsMemory((int)stream.Position, length);
                stream.Position += length;
                entries.Add(path, new Entry(stamp, hash, top));
            }

            return stream.Position == stream.Length ? entries : null;
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    // The top of a file stays as bytes until somebody asks for it.
    private sealed class Entry
    {
        /// <summary>How many bytes an entry takes at least.</summary>
        public const int LeastBytes = 50;

        private readonly ReadOnlyMemory<byte> encoded;
        private GoFileHeader? header;

        public Entry(FileStamp? stamp, UInt128 hash, GoFileHeader header)
        {
            Stamp = stamp;
            Hash = hash;
            this.header = header;
        }

        public Entry(FileStamp stamp, UInt128 hash, ReadOnlyMemory<byte> encoded)
        {
            Stamp = stamp;
            Hash = hash;
            this.encoded = encoded;
        }

        /// <summary>The stamp under which the file is known; null for one that is to be read again in any case.</summary>
        public FileStamp? Stamp { get; private set; }

        public UInt128 Hash { get; }

        public ReadOnlyMemory<byte> Encoded => encoded.IsEmpty ? header!.Encode() : encoded;

        public GoFileHeader? Header => header ??= GoFileHeader.Decode(encoded.Span);

        public void Forget() => Stamp = null;
    }
}
