using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Unpark.Go.Syntax;

namespace Unpark.Go.Tests.Oracles;

/// <summary>Writes trees in the form in which test/oracles/goast writes those of go/parser.</summary>
public sealed class TreeDump
{
    private readonly ArrayBufferWriter<byte> buffer = new(1 << 16);
    private readonly SyntaxTree tree;

    private TreeDump(SyntaxTree tree) => this.tree = tree;

    /// <summary>The tree, one node a line.</summary>
    public static ReadOnlyMemory<byte> OfTree(SyntaxTree tree)
    {
        var dump = new TreeDump(tree);
        dump.File(tree.Root);
        return dump.buffer.WrittenMemory;
    }

    /// <summary>The errors, one a line.</summary>
    public static ReadOnlyMemory<byte> OfErrors(SyntaxTree tree)
    {
        var lines = tree.Diagnostics
            .Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Offset,10} {Valid(d.Message)}\n"))
            .Select(Encoding.UTF8.GetBytes)
            .ToList();
        lines.Sort((a, b) => a.AsSpan().SequenceCompareTo(b));
        return lines.SelectMany(l => l).ToArray();
    }

    /// <summary>The digest that the oracle prints of a dump.</summary>
    public static string Digest(ReadOnlyMemory<byte> dump)
        => Convert.ToHexStringLower(SHA256.HashData(dump.Span).AsSpan(0, 8));

    private void Raw(ReadOnlySpan<byte> text) => buffer.Write(text);

    private void Raw(string text) => Encoding.UTF8.GetBytes(text, buffer);

    private void Int(int value)
    {
        var span = buffer.GetSpan(16);
        Utf8Formatter.TryFormat(value, span, out var written);
        buffer.Advance(written);
    }

    private void Pos(int position)
    {
        Raw(" "u8);
        Int(position);
    }

    private void Word(string text)
    {
        Raw(" "u8);
        Raw(text);
    }

    private void Bool(bool value) => Raw(value ? " true"u8 : " false"u8);

    private static string Valid(string text)
        => text.Contains('\uFFFD', StringComparison.Ordinal) ? Regex.Replace(text, "\uFFFD+", "\uFFFD") : text;

    private void Text(string text)
    {
        text = Valid(text);
        Pos(Encoding.UTF8.GetByteCount(text));
        Raw(":"u8);
        Raw(text);
    }

    private void Group(CommentGroup? group) => Pos(group?.Pos ?? Node.NoPos);

    private void Line() => Raw("\n"u8);

    private void Count(int count)
    {
        Raw("["u8);
        Int(count);
        Line();
    }

    private void List<T>(ImmutableArray<T> list)
        where T : Node
    {
        Count(list.Length);
        foreach (var node in list)
        {
            Child(node);
        }
    }

    private void Position(int offset)
    {
        var at = tree.PositionOf(offset);
        Raw("at "u8);
        Raw(Valid(at.FileName));
        Raw(":"u8);
        Int(at.Line);
        Raw(":"u8);
        Int(at.Column);
        Line();
    }

    private void File(FileNode file)
    {
        Raw("File"u8);
        Group(file.Doc);
        Pos(file.Package);
        Text(file.GoVersion);
        Line();
        Child(file.Name);
        Count(file.Decls.Length);
        foreach (var decl in file.Decls)
        {
            Position(decl.Pos);
            Child(decl);
        }

        Count(file.Imports.Length);
        foreach (var import in file.Imports)
        {
            Raw("Import"u8);
            Pos(import.Pos);
            Line();
        }

        var directives = tree.Directives.ToDictionary(d => d.Pos);
        Count(file.Comments.Length);
        foreach (var group in file.Comments)
        {
            Count(group.List.Length);
            foreach (var comment in group.List)
            {
                Raw("Comment"u8);
                Pos(comment.Pos);
                Text(comment.Text);
                Line();
                Position(comment.Pos);
                if (directives.TryGetValue(comment.Pos, out var directive))
                {
                    Raw("Directive"u8);
                    Text(directive.Tool);
                    Text(directive.Name);
                    Text(directive.Args);
                    Line();
                }
            }
        }
    }

    private void Child(Node? node)
    {
        if (node is null)
        {
            Raw("nil\n"u8);
            return;
        }

        if (!System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            StackGuard.Run((Dump: this, node), static at => at.Dump.Child(at.node));
            return;
        }

        Raw(Names[(int)node.Kind]);
        Pos(node.Pos);
        Pos(node.End);
        Values(node);
        Line();
        Children(node);
    }

    private static readonly byte[][] Names = [.. Enum.GetNames<NodeKind>().Select(Encoding.UTF8.GetBytes)];

    private void Positions(int a, int b)
    {
        Pos(a);
        Pos(b);
    }

    private void Values(Node node)
    {
        switch (node)
        {
            case Ident n:
                Text(n.Name);
                break;
            case Ellipsis n:
                Pos(n.EllipsisPos);
                break;
            case BasicLit n:
                Word(n.LitKind.Text());
                Text(n.Value);
                break;
            case CompositeLit n:
                Positions(n.Lbrace, n.Rbrace);
                break;
            case ParenExpr n:
                Positions(n.Lparen, n.Rparen);
                break;
            case IndexExpr n:
                Positions(n.Lbrack, n.Rbrack);
                break;
            case IndexListExpr n:
                Positions(n.Lbrack, n.Rbrack);
                break;
            case SliceExpr n:
                Positions(n.Lbrack, n.Rbrack);
                Bool(n.Slice3);
                break;
            case TypeAssertExpr n:
                Positions(n.Lparen, n.Rparen);
                break;
            case CallExpr n:
                Pos(n.Lparen);
                Positions(n.EllipsisPos, n.Rparen);
                break;
            case StarExpr n:
                Pos(n.Star);
                break;
            case UnaryExpr n:
                Pos(n.OpPos);
                Word(n.Op.Text());
                break;
            case BinaryExpr n:
                Pos(n.OpPos);
                Word(n.Op.Text());
                break;
            case KeyValueExpr n:
                Pos(n.Colon);
                break;
            case ArrayTypeExpr n:
                Pos(n.Lbrack);
                break;
            case StructTypeExpr n:
                Pos(n.Struct);
                break;
            case FuncTypeExpr n:
                Pos(n.Func);
                break;
            case InterfaceTypeExpr n:
                Pos(n.Interface);
                break;
            case MapTypeExpr n:
                Pos(n.Map);
                break;
            case ChanTypeExpr n:
                Positions(n.Begin, n.Arrow);
                Pos((int)n.Dir);
                break;
            case EmptyStmt n:
                Bool(n.Implicit);
                break;
            case LabeledStmt n:
                Pos(n.Colon);
                break;
            case SendStmt n:
                Pos(n.Arrow);
                break;
            case IncDecStmt n:
                Pos(n.TokPos);
                Word(n.Tok.Text());
                break;
            case AssignStmt n:
                Pos(n.TokPos);
                Word(n.Tok.Text());
                break;
            case BranchStmt n:
                Word(n.Tok.Text());
                break;
            case BlockStmt n:
                Positions(n.Lbrace, n.Rbrace);
                break;
            case CaseClause n:
                Pos(n.Colon);
                Bool(n.IsDefault);
                break;
            case CommClause n:
                Pos(n.Colon);
                break;
            case RangeStmt n:
                Pos(n.TokPos);
                Word(n.Tok.Text());
                Pos(n.Range);
                break;
            case ImportSpec n:
                Group(n.Doc);
                Group(n.Comment);
                break;
            case ValueSpec n:
                Group(n.Doc);
                Group(n.Comment);
                break;
            case TypeSpec n:
                Group(n.Doc);
                Group(n.Comment);
                Pos(n.Assign);
                break;
            case GenDecl n:
                Group(n.Doc);
                Word(n.Tok.Text());
                Positions(n.Lparen, n.Rparen);
                break;
            case FuncDecl n:
                Group(n.Doc);
                break;
            case Field n:
                Group(n.Doc);
                Group(n.Comment);
                break;
            case FieldList n:
                Positions(n.Opening, n.Closing);
                break;
            default:
                break;
        }
    }

    private void Children(Node node)
    {
        switch (node)
        {
            case Ellipsis n:
                Child(n.Elt);
                break;
            case FuncLit n:
                Child(n.Type);
                Child(n.Body);
                break;
            case CompositeLit n:
                Child(n.Type);
                List(n.Elts);
                break;
            case ParenExpr n:
                Child(n.X);
                break;
            case SelectorExpr n:
                Child(n.X);
                Child(n.Sel);
                break;
            case IndexExpr n:
                Child(n.X);
                Child(n.Index);
                break;
            case IndexListExpr n:
                Child(n.X);
                List(n.Indices);
                break;
            case SliceExpr n:
                Child(n.X);
                Child(n.Low);
                Child(n.High);
                Child(n.Max);
                break;
            case TypeAssertExpr n:
                Child(n.X);
                Child(n.Type);
                break;
            case CallExpr n:
                Child(n.Fun);
                List(n.Args);
                break;
            case StarExpr n:
                Child(n.X);
                break;
            case UnaryExpr n:
                Child(n.X);
                break;
            case BinaryExpr n:
                Child(n.X);
                Child(n.Y);
                break;
            case KeyValueExpr n:
                Child(n.Key);
                Child(n.Value);
                break;
            case ArrayTypeExpr n:
                Child(n.Len);
                Child(n.Elt);
                break;
            case StructTypeExpr n:
                Child(n.Fields);
                break;
            case FuncTypeExpr n:
                Child(n.TypeParams);
                Child(n.Params);
                Child(n.Results);
                break;
            case InterfaceTypeExpr n:
                Child(n.Methods);
                break;
            case MapTypeExpr n:
                Child(n.Key);
                Child(n.Value);
                break;
            case ChanTypeExpr n:
                Child(n.Value);
                break;
            default:
                StmtChildren(node);
                break;
        }
    }

    private void StmtChildren(Node node)
    {
        switch (node)
        {
            case DeclStmt n:
                Child(n.Decl);
                break;
            case LabeledStmt n:
                Child(n.Label);
                Child(n.Stmt);
                break;
            case ExprStmt n:
                Child(n.X);
                break;
            case SendStmt n:
                Child(n.Chan);
                Child(n.Value);
                break;
            case IncDecStmt n:
                Child(n.X);
                break;
            case AssignStmt n:
                List(n.Lhs);
                List(n.Rhs);
                break;
            case GoStmt n:
                Child(n.Call);
                break;
            case DeferStmt n:
                Child(n.Call);
                break;
            case ReturnStmt n:
                List(n.Results);
                break;
            case BranchStmt n:
                Child(n.Label);
                break;
            case BlockStmt n:
                List(n.List);
                break;
            case IfStmt n:
                Child(n.Init);
                Child(n.Cond);
                Child(n.Body);
                Child(n.Else);
                break;
            case CaseClause n:
                List(n.List);
                List(n.Body);
                break;
            case SwitchStmt n:
                Child(n.Init);
                Child(n.Tag);
                Child(n.Body);
                break;
            case TypeSwitchStmt n:
                Child(n.Init);
                Child(n.Assign);
                Child(n.Body);
                break;
            case CommClause n:
                Child(n.Comm);
                List(n.Body);
                break;
            case SelectStmt n:
                Child(n.Body);
                break;
            case ForStmt n:
                Child(n.Init);
                Child(n.Cond);
                Child(n.Post);
                Child(n.Body);
                break;
            case RangeStmt n:
                Child(n.Key);
                Child(n.Value);
                Child(n.X);
                Child(n.Body);
                break;
            default:
                DeclChildren(node);
                break;
        }
    }

    private void DeclChildren(Node node)
    {
        switch (node)
        {
            case ImportSpec n:
                Child(n.Name);
                Child(n.Path);
                break;
            case ValueSpec n:
                List(n.Names);
                Child(n.Type);
                List(n.Values);
                break;
            case TypeSpec n:
                Child(n.Name);
                Child(n.TypeParams);
                Child(n.Type);
                break;
            case GenDecl n:
                List(n.Specs);
                break;
            case FuncDecl n:
                Child(n.Recv);
                Child(n.Name);
                Child(n.Type);
                Child(n.Body);
                break;
            case Field n:
                List(n.Names);
                Child(n.Type);
                Child(n.Tag);
                break;
            case FieldList n:
                List(n.List);
                break;
            default:
                break;
        }
    }
}
