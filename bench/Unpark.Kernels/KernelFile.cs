using System.Collections.Immutable;
using System.Text;
using Unpark.Go.Syntax;
using Unpark.Kernels.Editing;

namespace Unpark.Kernels;

/// <summary>A file of Go's that has kernels.</summary>
public sealed class KernelFile
{
    internal KernelFile(string path, string support)
    {
        Path = path;
        Support = support;
        Tree = SyntaxTree.Parse(new SourceFile(path, System.IO.File.ReadAllBytes(path)));
        Source = Encoding.UTF8.GetString(Tree.File.Content);
        if (!Tree.Diagnostics.IsEmpty)
        {
            throw new KernelException($"{path}: {Tree.Diagnostics[0].Message}");
        }
    }

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>The path of <c>main.go</c> beside it, which has what it needs: with this one file it makes a program.</summary>
    public string Support { get; }

    /// <summary>Its text.</summary>
    public string Source { get; }

    /// <summary>The kernels it has, in the order of Go's test.</summary>
    public ImmutableArray<Kernel> Kernels { get; internal set; } = [];

    internal SyntaxTree Tree { get; }

    /// <summary>Its text with all kernels mended that have a twin.</summary>
    /// <exception cref="KernelException">It is another file than the edits are for.</exception>
    public string FixedSource()
    {
        var text = new EditedText(Tree);
        foreach (var kernel in Kernels)
        {
            kernel.Mend(text);
        }

        return text.ToString();
    }
}
