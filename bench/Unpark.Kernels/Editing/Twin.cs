using System.Collections.Immutable;
using Unpark.Go.Syntax;

namespace Unpark.Kernels.Editing;

/// <summary>The edits that mend a kernel, of a file <c>Twins/NAME.edit</c> that is part of this program.</summary>
internal sealed class Twin
{
    private const string Extension = ".edit";

    private readonly string file;
    private readonly ImmutableArray<TwinEdit> edits;

    private Twin(string file, ImmutableArray<TwinEdit> edits)
    {
        this.file = file;
        this.edits = edits;
    }

    /// <summary>The kernels that have a twin.</summary>
    public static IEnumerable<string> Names => typeof(Twin).Assembly.GetManifestResourceNames()
        .Where(n => n.EndsWith(Extension, StringComparison.Ordinal)).Select(n => n[..^Extension.Length]);

    /// <summary>The twin of a kernel, or null.</summary>
    public static Twin? Of(string kernel)
    {
        using var stream = typeof(Twin).Assembly.GetManifestResourceStream(kernel + Extension);
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return Parse(kernel + Extension, reader.ReadToEnd());
    }

    /// <summary>The twin that a text tells of.</summary>
    /// <param name="file">The name of its file, for messages.</param>
    /// <param name="text">The edits.</param>
    public static Twin Parse(string file, string text) => new(file, TwinReader.Read(file, text));

    /// <summary>Applies the edits to a file.</summary>
    /// <exception cref="KernelException">An edit does not fit the file.</exception>
    public EditedText Apply(SyntaxTree tree)
    {
        var text = new EditedText(tree);
        Apply(text);
        return text;
    }

    /// <summary>Applies the edits to a file that others are applied to as well.</summary>
    public void Apply(EditedText text)
    {
        foreach (var edit in edits)
        {
            Apply(edit, text);
        }
    }

    private void Apply(TwinEdit edit, EditedText text)
    {
        var root = text.Tree.Root;
        switch (edit.Kind)
        {
            case EditKind.Import:
                text.Insert(root.Name.End, $"\n\nimport \"{edit.Anchor}\"");
                return;
            case EditKind.Unimport:
                var import = root.Imports.FirstOrDefault(i => i.Path.Value == $"\"{edit.Anchor}\"")
                    ?? throw Misfit(edit, text, "imports no such package");
                text.Replace(import.Pos, import.End, "");
                return;
            case EditKind.Declare:
                text.Insert(text.Tree.File.Length, $"\n\n{edit.Code}\n");
                return;
            default:
                break;
        }

        var declaration = Declaration(root, edit.Declaration)
            ?? throw Misfit(edit, text, $"has no declaration of {edit.Declaration}");
        if (edit.Kind is EditKind.AtStart or EditKind.AtEnd)
        {
            var (open, close) = Braces(declaration) ?? throw Misfit(edit, text, $"{edit.Declaration} has no body");
            text.Insert(edit.Kind == EditKind.AtStart ? open + 1 : close, $"\n{edit.Code}\n");
            return;
        }

        var at = Place(edit, text, declaration);
        if (edit.Kind == EditKind.Replace)
        {
            text.Replace(at, at + System.Text.Encoding.UTF8.GetByteCount(edit.Anchor), edit.Code);
            return;
        }

        var statement = StatementFinder.At(declaration, at) ?? throw Misfit(edit, text, $"`{edit.Anchor}` is in no statement");
        switch (edit.Kind)
        {
            case EditKind.Before:
                text.Insert(statement.Pos, edit.Code + "\n");
                break;
            case EditKind.After:
                text.Insert(statement.End, "\n" + edit.Code);
                break;
            default:
                text.Replace(statement.Pos, statement.End, edit.Code);
                break;
        }
    }

    // Comments do not count, and a name is not a part of a longer one.
    private int Place(TwinEdit edit, EditedText text, Node declaration)
    {
        var content = text.Tree.File.Content[..declaration.End];
        var anchor = System.Text.Encoding.UTF8.GetBytes(edit.Anchor);
        var places = new List<int>();
        for (var at = declaration.Pos; at < declaration.End; at++)
        {
            if (content[at..].StartsWith(anchor)
                && !(IsLetter(anchor[0]) && at > 0 && IsLetter(content[at - 1]))
                && !(IsLetter(anchor[^1]) && at + anchor.Length < content.Length && IsLetter(content[at + anchor.Length]))
                && !InComment(text.Tree, at))
            {
                places.Add(at);
            }
        }

        if (edit.Occurrence > 0 ? edit.Occurrence > places.Count : places.Count != 1)
        {
            throw Misfit(edit, text, $"{edit.Declaration} has `{edit.Anchor}` {places.Count} times");
        }

        return places[Math.Max(0, edit.Occurrence - 1)];
    }

    private static bool InComment(SyntaxTree tree, int at)
    {
        var group = tree.CommentGroupAt(at);
        return group >= 0 && tree.Root.Comments[group].List.Any(c => c.Pos <= at && at < c.End);
    }

    private static bool IsLetter(byte c) => char.IsAsciiLetterOrDigit((char)c) || c == '_';

    private static Node? Declaration(FileNode root, string name)
    {
        foreach (var declaration in root.Decls)
        {
            if (declaration is FuncDecl function && FullName(function) == name)
            {
                return function;
            }

            if (declaration is GenDecl general && general.Specs.FirstOrDefault(s => Declares(s, name)) is { } spec)
            {
                return spec;
            }
        }

        return null;
    }

    private static string FullName(FuncDecl function)
    {
        var receiver = function.Recv?.List is [{ Type: { } type }] ? type : null;
        return (receiver is StarExpr { X: var pointed } ? pointed : receiver) switch
        {
            Ident own => $"{own.Name}.{function.Name.Name}",
            _ => function.Name.Name,
        };
    }

    private static bool Declares(Spec spec, string name) => spec switch
    {
        TypeSpec type => type.Name.Name == name,
        ValueSpec value => value.Names.Any(n => n.Name == name),
        _ => false,
    };

    private static (int Open, int Close)? Braces(Node declaration) => declaration switch
    {
        FuncDecl { Body: { } body } => (body.Lbrace, body.Rbrace),
        TypeSpec { Type: StructTypeExpr { Fields: var fields } } => (fields.Opening, fields.Closing),
        _ => null,
    };

    private KernelException Misfit(TwinEdit edit, EditedText text, string what) =>
        new($"{text.Tree.File.Path}: {what} (Twins/{file}:{edit.Line})");
}
