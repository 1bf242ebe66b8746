using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.Fixes;

/// <summary>Makes packages available to the code that a fix writes.</summary>
internal static class Imports
{
    /// <summary>
    /// The name by which a package of the standard library can be used at a place of a file, and the edit that imports it
    /// if it is not imported yet; null if something else has the name there.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">The place where the name is to be used.</param>
    /// <param name="path">The import path.</param>
    public static (string Name, TextEdit? Edit)? Use(TypedFile file, int offset, string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        foreach (var spec in file.Tree.Root.Imports)
        {
            if (PathOf(spec) != path || spec.Name is { IsBlank: true } || spec.Name is { Name: "." })
            {
                continue;
            }

            var used = spec.Name?.Name ?? name;
            return Find(file, offset, used) is PkgName ? (used, null) : null;
        }

        return Find(file, offset, name) == null && Insert(file.Tree, path) is { } edit ? (name, edit) : null;
    }

    private static GoObject? Find(TypedFile file, int offset, string name) =>
        file.Scope.Innermost(offset).LookupParent(name, offset, out _);

    private static string PathOf(ImportSpec spec) => spec.Path.Value.Trim('"', '`');

    // As goimports does: in order, among the imports of the standard library.
    private static TextEdit? Insert(SyntaxTree tree, string path)
    {
        var file = tree.File;
        GenDecl? block = null;
        foreach (var decl in tree.Root.Decls)
        {
            if (decl is GenDecl { Tok: TokenKind.Import } imports && imports.Specs is [ImportSpec first, ..]
                && PathOf(first) != "C")
            {
                block ??= imports;
                if (imports.Lparen != Node.NoPos)
                {
                    block = imports;
                    break;
                }
            }
        }

        if (block == null)
        {
            var end = SourceEdits.LineEnd(file, tree.Root.Name.End);
            return new TextEdit(file, end, end, $"\n\nimport \"{path}\"");
        }

        if (block.Lparen == Node.NoPos)
        {
            var only = (ImportSpec)block.Specs[0];
            if (!SourceEdits.IsLastOnLine(file, only.End))
            {
                return null;
            }

            var text = file.Text(only.Pos, SourceEdits.LineEnd(file, only.End)).TrimEnd();
            var both = string.CompareOrdinal(PathOf(only), path) < 0
                ? $"\t{text}\n\t\"{path}\"\n"
                : $"\t\"{path}\"\n\t{text}\n";
            return new TextEdit(file, only.Pos, SourceEdits.LineEnd(file, only.End), $"(\n{both})");
        }

        ImportSpec? before = null;
        foreach (var spec in block.Specs)
        {
            if (spec is ImportSpec import && IsStandard(PathOf(import)))
            {
                if (string.CompareOrdinal(PathOf(import), path) > 0)
                {
                    // Behind the one before, or as the first of its group, before this one and the comment above it.
                    return before != null
                        ? After(file, before, path)
                        : SourceEdits.InsertBefore(file, import.Doc?.Pos ?? import.Pos, $"\"{path}\"");
                }

                before = import;
            }
        }

        if (before != null)
        {
            return After(file, before, path);
        }

        var start = SourceEdits.LineEnd(file, block.Lparen);
        return new TextEdit(file, start, start, $"\n\t\"{path}\"\n");
    }

    private static TextEdit After(SourceFile file, ImportSpec spec, string path)
    {
        var end = SourceEdits.LineEnd(file, spec.End);
        return new TextEdit(file, end, end, $"\n{SourceEdits.IndentAt(file, spec.Pos)}\"{path}\"");
    }

    private static bool IsStandard(string path)
    {
        var first = path.AsSpan();
        var slash = first.IndexOf('/');
        first = slash < 0 ? first : first[..slash];
        return !first.Contains('.') && path != "C";
    }
}
