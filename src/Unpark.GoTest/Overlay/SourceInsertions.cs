using System.Text;
using Unpark.Go.Syntax;

namespace Unpark.GoTest;

/// <summary>
/// Insertions into a source file that keep all its lines where they are, and declarations behind its end. Files that are
/// added beside others would do as well, but older versions of <c>go vet</c> look for them on the disk.
/// </summary>
internal sealed class SourceInsertions(SyntaxTree tree)
{
    private readonly List<(int At, string Text)> edits = [];
    private readonly StringBuilder declarations = new();
    private readonly HashSet<string> imported = tree.Root.Imports.Where(i => i.Name is null).Select(i => i.Path.Value).ToHashSet(StringComparer.Ordinal);

    /// <summary>True if nothing was inserted.</summary>
    public bool IsEmpty => edits.Count == 0 && declarations.Length == 0;

    /// <summary>Inserts a text without line breaks.</summary>
    public void Insert(int at, string text)
    {
        if (text.Contains('\n', StringComparison.Ordinal))
        {
            throw new ArgumentException("lines must stay where they are", nameof(text));
        }

        edits.Add((at, text));
    }

    /// <summary>Adds the declarations of another file of the package, and the imports that they need.</summary>
    public void Append(SyntaxTree other)
    {
        var missing = other.Root.Imports.Where(i => i.Name is not null || imported.Add(i.Path.Value))
            .Select(i => i.Name is { } name ? $"{name.Name} {i.Path.Value}" : i.Path.Value).ToArray();
        if (missing.Length > 0)
        {
            Insert(tree.Root.Name.End, $"; import ({string.Join("; ", missing)})");
        }

        var from = other.Root.Imports is [.., var last] ? LineEnd(other.File, last.End) : other.Root.Name.End;
        var text = Encoding.UTF8.GetString(other.File.Content[from..]);
        declarations.Append('\n').Append(text.TrimStart(')', '\n')).Append('\n');
    }

    /// <summary>The file with the insertions.</summary>
    public byte[] Apply()
    {
        var content = tree.File.Content;
        var output = new MemoryStream(tree.File.Length + declarations.Length + 1024);
        var at = 0;
        foreach (var (from, text) in edits.OrderBy(e => e.At))
        {
            output.Write(content[at..from]);
            output.Write(Encoding.UTF8.GetBytes(text));
            at = from;
        }

        output.Write(content[at..]);
        output.Write(Encoding.UTF8.GetBytes(declarations.ToString()));
        return output.ToArray();
    }

    private static int LineEnd(SourceFile file, int at)
    {
        var end = file.Content[at..].IndexOf((byte)'\n');
        return end < 0 ? file.Length : at + end + 1;
    }
}
