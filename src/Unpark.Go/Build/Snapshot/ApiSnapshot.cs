using System.Collections.Frozen;
using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;

namespace Unpark.Go.Build;

/// <summary>
/// The declarations of the standard library, embedded for machines without a Go tree: its source without bodies of
/// functions, comments and what no declaration needs, for all platforms. It is read folder by folder when asked.
/// </summary>
public static class ApiSnapshot
{
    internal const string Magic = "unpark-api 1";
    private const string Resource = "Unpark.Go.Build.std-api";

    private static readonly Lazy<Content> Loaded = new(Load);

    /// <summary>The Go release the declarations are from, such as <c>go1.27.3</c>.</summary>
    public static string GoVersion => Loaded.Value.GoVersion;

    /// <summary>
    /// The folder the declarations appear under, as GOROOT; nothing is there on disk. See
    /// <see cref="ApiSnapshotFiles"/>.
    /// </summary>
    public static string GoRoot { get; } =
        Path.Combine(Path.GetPathRoot(Environment.CurrentDirectory) ?? "/", "(embedded standard library)");

    /// <summary>Makes the declarations from a Go tree, in the form in which they are embedded.</summary>
    /// <param name="goRoot">The root of the tree, with its source.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <returns>Always the same bytes for the same tree.</returns>
    /// <exception cref="IOException">The tree has no source.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static byte[] Create(string goRoot, CancellationToken cancellation = default) =>
        ApiSnapshotWriter.Write(Path.GetFullPath(goRoot), cancellation);

    /// <summary>The names in a folder of the tree.</summary>
    /// <param name="folder">Its path below the root with slashes; empty for the root.</param>
    internal static FolderListing? List(string folder) => Loaded.Value.Folders.GetValueOrDefault(folder)?.Listing;

    /// <summary>The bytes of a file of the tree, or null.</summary>
    internal static byte[]? Read(string folder, string name)
    {
        var content = Loaded.Value;
        if (content.Folders.GetValueOrDefault(folder) is not { } found
            || found.Listing.Files.BinarySearch(name, StringComparer.Ordinal) is not (>= 0 and var index))
        {
            return null;
        }

        var place = found.Places[index];
        return content.Block(place.Block).AsSpan(place.Offset, place.Length).ToArray();
    }

    /// <summary>The files in embedded form, as path below the root and bytes: for comparing two of them.</summary>
    internal static IEnumerable<(string Path, byte[] Bytes)> Unpack(byte[] packed)
    {
        var content = new Content(packed);
        foreach (var (path, folder) in content.Folders.OrderBy(folder => folder.Key, StringComparer.Ordinal))
        {
            for (var i = 0; i < folder.Places.Length; i++)
            {
                var place = folder.Places[i];
                yield return (path + "/" + folder.Listing.Files[i],
                    content.Block(place.Block).AsSpan(place.Offset, place.Length).ToArray());
            }
        }
    }

    private static Content Load()
    {
        using var stream = typeof(ApiSnapshot).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"the assembly lacks its resource {Resource}");
        var packed = new byte[stream.Length];
        stream.ReadExactly(packed);
        return new Content(packed);
    }

    private readonly record struct Place(int Block, int Offset, int Length);

    private sealed record Folder(FolderListing Listing, ImmutableArray<Place> Places);

    private sealed class Content
    {
        private readonly byte[] packed;
        private readonly (int Offset, int Length, int RawLength)[] blocks;
        private readonly byte[]?[] unpacked;

        public Content(byte[] packed)
        {
            this.packed = packed;
            var reader = new BinaryReader(new MemoryStream(packed), Encoding.UTF8);
            if (reader.ReadString() != Magic)
            {
                throw new InvalidDataException("the embedded declarations of the standard library are of another form");
            }

            GoVersion = reader.ReadString();
            blocks = new (int, int, int)[reader.ReadInt32()];
            for (var i = 0; i < blocks.Length; i++)
            {
                blocks[i] = (0, reader.ReadInt32(), reader.ReadInt32());
            }

            var offset = (int)reader.BaseStream.Position;
            for (var i = 0; i < blocks.Length; i++)
            {
                blocks[i].Offset = offset;
                offset += blocks[i].Length;
            }

            unpacked = new byte[]?[blocks.Length];
            Folders = ReadIndex(new BinaryReader(new MemoryStream(Block(0)), Encoding.UTF8));
        }

        public string GoVersion { get; }

        public FrozenDictionary<string, Folder> Folders { get; }

        // Unpacked when first asked; two threads that ask at once get equal bytes.
        public byte[] Block(int index)
        {
            if (unpacked[index] is { } bytes)
            {
                return bytes;
            }

            var (offset, length, rawLength) = blocks[index];
            var raw = new byte[rawLength];
            if (!BrotliDecoder.TryDecompress(packed.AsSpan(offset, length), raw, out var written)
                || written != rawLength)
            {
                throw new InvalidDataException("the embedded declarations of the standard library are damaged");
            }

            return unpacked[index] = raw;
        }

        private static FrozenDictionary<string, Folder> ReadIndex(BinaryReader reader)
        {
            var folders = new Dictionary<string, Folder>(StringComparer.Ordinal);
            var children = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal);
            for (var count = reader.ReadInt32(); count > 0; count--)
            {
                var path = reader.ReadString();
                var files = new string[reader.ReadInt32()];
                var places = new Place[files.Length];
                for (var i = 0; i < files.Length; i++)
                {
                    files[i] = reader.ReadString();
                    places[i] = new Place(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
                }

                folders[path] = new Folder(new FolderListing([.. files], [], []), [.. places]);
                for (var at = path; at.Length > 0;)
                {
                    var slash = at.LastIndexOf('/');
                    var parent = slash < 0 ? "" : at[..slash];
                    if (!children.TryGetValue(parent, out var names))
                    {
                        children.Add(parent, names = new SortedSet<string>(StringComparer.Ordinal));
                    }

                    names.Add(at[(slash + 1)..]);
                    at = parent;
                }
            }

            foreach (var (path, names) in children)
            {
                var folder = folders.GetValueOrDefault(path) ?? new Folder(FolderListing.Empty, []);
                folders[path] = folder with { Listing = new FolderListing(folder.Listing.Files, [.. names], []) };
            }

            return folders.ToFrozenDictionary(StringComparer.Ordinal);
        }
    }
}
