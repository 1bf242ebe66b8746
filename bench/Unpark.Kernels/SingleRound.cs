using Unpark.Go.Syntax;
using Unpark.Kernels.Editing;

namespace Unpark.Kernels;

/// <summary>
/// Kernels without the loops that make their leaks likely: most start their program a hundred or a thousand times over in
/// one run. What loops within the program stays, since leaks may need it.
/// </summary>
public static class SingleRound
{
    /// <summary>The text of a file whose kernels start their programs once.</summary>
    /// <param name="file">The file, which says what the kernels are.</param>
    /// <param name="source">Its text, as it is or with kernels mended.</param>
    public static string Of(KernelFile file, string source)
    {
        var tree = SyntaxTree.Parse(new SourceFile(file.Path, System.Text.Encoding.UTF8.GetBytes(source)));
        var text = new EditedText(tree);
        var names = file.Kernels.Select(k => k.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var loop in tree.Root.Decls.OfType<FuncDecl>().Where(f => f.Recv is null && names.Contains(f.Name.Name))
            .SelectMany(f => f.Body!.List).OfType<ForStmt>())
        {
            // A loop that starts something: others of a main function make way for what was started.
            if (loop is { Cond: BinaryExpr { X: Ident variable, Op: TokenKind.Lss or TokenKind.Leq, Y: BasicLit } condition }
                && loop.Body.List.Any(s => s is GoStmt))
            {
                text.Replace(condition.Pos, condition.End, $"{variable.Name} < 1");
            }
        }

        return text.ToString();
    }
}
