using System.Text;
using Unpark.Go.Syntax;

namespace Unpark.Kernels.Editing;

/// <summary>A file and the changes to it. Offsets are those of the file as it is.</summary>
internal sealed class EditedText(SyntaxTree tree)
{
    private readonly List<(int From, int To, string Text)> changes = [];

    /// <summary>The file.</summary>
    public SyntaxTree Tree { get; } = tree;

    /// <summary>Puts a text before an offset, behind what was put there already.</summary>
    public void Insert(int at, string text) => changes.Add((at, at, text));

    /// <summary>Puts a text in the place of what is between two offsets.</summary>
    public void Replace(int from, int to, string text) => changes.Add((from, to, text));

    /// <summary>The text after the changes.</summary>
    /// <exception cref="KernelException">Two of them overlap.</exception>
    public override string ToString()
    {
        var content = Tree.File.Content;
        var output = new StringBuilder();
        var at = 0;
        foreach (var (from, to, text) in changes.OrderBy(c => c.From).ThenBy(c => c.To))
        {
            if (from < at)
            {
                throw new KernelException($"{Tree.File.Path}:{Tree.File.PositionOf(from).Line}: two edits of the same text");
            }

            output.Append(Encoding.UTF8.GetString(content[at..from])).Append(text);
            at = to;
        }

        return output.Append(Encoding.UTF8.GetString(content[at..])).ToString();
    }
}
