using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unpark.Go.Syntax;

/// <summary>
/// Parses a file by recursive descent with one token of look-ahead. The grammar is the Go specification's; what is
/// accepted beyond it, where errors are reported and how parsing goes on after them follows go/parser, so that the
/// trees are equal to its trees. This part holds the state, the tokens and the comments.
/// </summary>
internal sealed partial class Parser
{
    /// <summary>How deep constructs may nest; go/parser has the same limit.</summary>
    private const int MaxNesting = 100_000;

    private const int MaxSyncsWithoutProgress = 10;

    private const int LevelsUnchecked = 8;

    private readonly SourceFile file;
    private readonly ParseOptions options;
    private readonly List<SyntaxDiagnostic> errors = [];
    private readonly NodeStack nodes = new();
    private readonly List<SyntaxDiagnostic>? defects;
    private Scanner scanner;
    private int defectsReported;

    // The current token.
    private TokenKind tok;
    private int pos = Node.NoPos;
    private int line;

    // Comments.
    private readonly NodeStack groups = new();
    private Comment[] groupComments = new Comment[16];
    private CommentGroup? leadComment;
    private CommentGroup? lineComment;
    private bool beforePackage = true;
    private string goVersion = "";
    private List<Directive>? directives;

    // Error recovery: advances without progress are counted, so that they end.
    private int syncPos = Node.NoPos;
    private int syncCount;

    // The last message that a token was expected: an open block in open blocks gives the same one many times.
    private (TokenKind Expected, TokenKind Found, string Message) lastExpected;

    // Below 0 in the header of a control statement, where { starts the body; otherwise in an expression.
    private int exprLevel;

    // In the right-hand side of an assignment, where = can only be meant as ==.
    private bool inRhs;

    private int nesting;
    private int depth;
    private int checkedDepth;
    private bool tooDeep;
    private int exprCount;

    private Parser(SourceFile file, ParseOptions options)
    {
        this.file = file;
        this.options = options;
        defects = SourceDefects.Find(file.Bytes);
        scanner = new Scanner(file, errors);
    }

    /// <summary>Parses a file.</summary>
    public static SyntaxTree Parse(SourceFile file, ParseOptions options)
    {
        var parser = new Parser(file, options);
        parser.Next();
        var root = parser.ParseFile();
        return new SyntaxTree(
            file,
            root,
            parser.exprCount,
            parser.SortedErrors(),
            parser.scanner.LineDirectives?.ToImmutableArray() ?? [],
            parser.directives?.ToImmutableArray() ?? []);
    }

    private int NextId() => exprCount++;

    // ---- Tokens ----

    /// <summary>Goes to the next token, a comment being one.</summary>
    private void NextWithComments()
    {
        scanner.Next();
        tok = scanner.Kind;
        pos = scanner.Start;
        line = scanner.Line;
        if (defects is not null)
        {
            ReportDefects();
        }
    }

    /// <summary>
    /// Goes to the next token that is no comment. Comments on the way become groups; one right above the token is its
    /// lead comment, one behind the token before, and last in its line, is that one's line comment.
    /// </summary>
    private void Next()
    {
        leadComment = null;
        lineComment = null;
        var previousLine = line;
        scanner.Next();
        tok = scanner.Kind;
        pos = scanner.Start;
        line = scanner.Line;
        if (defects is not null)
        {
            ReportDefects();
        }

        if (tok == TokenKind.Comment)
        {
            NextBehindComments(previousLine);
        }

        beforePackage = false;
    }

    private void NextBehindComments(int previousLine)
    {
        if (options.SkipComments)
        {
            while (tok == TokenKind.Comment)
            {
                NoteDirective();
                NextWithComments();
            }

            return;
        }

        CommentGroup? group = null;
        int endLine;
        if (line == previousLine)
        {
            group = ParseCommentGroup(0, out endLine);
            if (line != endLine || tok is TokenKind.Semicolon or TokenKind.Eof)
            {
                lineComment = group;
            }
        }

        endLine = -1;
        while (tok == TokenKind.Comment)
        {
            group = ParseCommentGroup(1, out endLine);
        }

        if (endLine + 1 == line)
        {
            leadComment = group;
        }
    }

    /// <summary>Reads comments as long as the next one starts at most so many lines below the end of the one before.</summary>
    private CommentGroup ParseCommentGroup(int linesBetween, out int endLine)
    {
        var count = 0;
        endLine = line;
        while (tok == TokenKind.Comment && line <= endLine + linesBetween)
        {
            NoteDirective();
            if (count == groupComments.Length)
            {
                Array.Resize(ref groupComments, count * 2);
            }

            groupComments[count++] = new Comment(file, pos, scanner.Offset);
            endLine = scanner.EndLine;
            NextWithComments();
        }

        var list = groupComments.AsSpan(0, count).ToArray();
        var group = new CommentGroup(ImmutableCollectionsMarshal.AsImmutableArray(list));
        groups.Push(group);
        return group;
    }

    private void NoteDirective()
    {
        var text = scanner.TokenBytes;
        if (!Directive.IsDirective(text))
        {
            return;
        }

        (directives ??= []).Add(new Directive(file, pos, scanner.Offset));
        if (beforePackage && text.StartsWith("//go:build"u8)
            && BuildConstraint.TryParse(file.Text(pos, scanner.Offset).Replace("\r", "", StringComparison.Ordinal), out var constraint))
        {
            goVersion = constraint.GoVersion();
        }
    }

    /// <summary>Reports the wrong bytes up to the one behind the current token: so far go/scanner has read.</summary>
    private void ReportDefects()
    {
        while (defectsReported < defects!.Count && defects[defectsReported].Offset <= scanner.Offset)
        {
            errors.Add(defects[defectsReported++]);
        }
    }

    // ---- Errors ----

    private void Error(int offset, string message)
    {
        if (!tooDeep)
        {
            // What is missing at the end of the file may be meant to stand behind it.
            errors.Add(new SyntaxDiagnostic(Math.Clamp(offset, 0, file.Length), message));
        }
    }

    private void ErrorExpected(int offset, string what)
    {
        if (tooDeep)
        {
            return;
        }

        var message = $"expected {what}";
        if (offset == pos)
        {
            message += tok switch
            {
                TokenKind.Semicolon when scanner.IsNewline => ", found newline",
                _ when tok.IsLiteral() => $", found {TokenText()}",
                _ => $", found '{tok.Text()}'",
            };
        }

        Error(offset, message);
    }

    private void ErrorExpected(TokenKind kind)
    {
        if (tok.IsLiteral() || tok == TokenKind.Semicolon)
        {
            ErrorExpected(pos, $"'{kind.Text()}'");
            return;
        }

        if (lastExpected.Message is null || lastExpected.Expected != kind || lastExpected.Found != tok)
        {
            lastExpected = (kind, tok, $"expected '{kind.Text()}', found '{tok.Text()}'");
        }

        Error(pos, lastExpected.Message);
    }

    private string TokenText()
    {
        var text = file.Text(pos, scanner.Offset);
        return text.StartsWith('`') ? text.Replace("\r", "", StringComparison.Ordinal) : text;
    }

    private int Expect(TokenKind kind)
    {
        var offset = pos;
        if (tok != kind)
        {
            ErrorExpected(kind);
        }

        Next();
        return offset;
    }

    /// <summary>As <see cref="Expect"/>, but gives no position if the token is another.</summary>
    private int ExpectOrNone(TokenKind kind)
    {
        var offset = Node.NoPos;
        if (tok == kind)
        {
            offset = pos;
        }
        else
        {
            ErrorExpected(kind);
        }

        Next();
        return offset;
    }

    /// <summary>As <see cref="Expect"/>; a newline before the token is told to lack a comma.</summary>
    private int ExpectClosing(TokenKind kind, string context)
    {
        if (tok != kind && tok == TokenKind.Semicolon && scanner.IsNewline)
        {
            Error(pos, $"missing ',' before newline in {context}");
            Next();
        }

        return Expect(kind);
    }

    /// <summary>Reads a semicolon where one is needed and gives the comment that belongs to what it ends.</summary>
    private CommentGroup? ExpectSemicolon()
    {
        if (tok == TokenKind.Semicolon)
        {
            CommentGroup? comment;
            if (scanner.IsNewline)
            {
                comment = lineComment; // the comment stood before the newline
                Next();
            }
            else
            {
                Next();
                comment = lineComment; // the comment stands behind the semicolon
            }

            return comment;
        }

        if (tok is TokenKind.Rparen or TokenKind.Rbrace)
        {
            return null;
        }

        ErrorExpected(TokenKind.Semicolon);
        if (tok == TokenKind.Comma)
        {
            var comment = lineComment;
            Next();
            return comment;
        }

        Advance(SyncPoint.Statement);
        return null;
    }

    /// <summary>True if a list goes on: at a comma, or where one is missing.</summary>
    private bool AtComma(string context, TokenKind follow)
    {
        if (tok == TokenKind.Comma)
        {
            return true;
        }

        if (tok == follow)
        {
            return false;
        }

        var newline = tok == TokenKind.Semicolon && scanner.IsNewline;
        Error(pos, newline ? $"missing ',' before newline in {context}" : $"missing ',' in {context}");
        return true;
    }

    /// <summary>Skips tokens up to one at which parsing can go on.</summary>
    private void Advance(SyncPoint to)
    {
        for (; tok != TokenKind.Eof; Next())
        {
            if (!IsSyncToken(to))
            {
                continue;
            }

            // Callers may sync at the same token without having read anything: a few times are fine.
            if (pos == syncPos && syncCount < MaxSyncsWithoutProgress)
            {
                syncCount++;
                return;
            }

            if (pos > syncPos)
            {
                syncPos = pos;
                syncCount = 0;
                return;
            }
        }
    }

    private bool IsSyncToken(SyncPoint to) => to switch
    {
        SyncPoint.Statement => tok is TokenKind.Break or TokenKind.Const or TokenKind.Continue or TokenKind.Defer
            or TokenKind.Fallthrough or TokenKind.For or TokenKind.Go or TokenKind.Goto or TokenKind.If
            or TokenKind.Return or TokenKind.Select or TokenKind.Switch or TokenKind.Type or TokenKind.Var,
        SyncPoint.Declaration => tok is TokenKind.Import or TokenKind.Const or TokenKind.Type or TokenKind.Var,
        _ => tok is TokenKind.Comma or TokenKind.Colon or TokenKind.Semicolon or TokenKind.Rparen
            or TokenKind.Rbrack or TokenKind.Rbrace,
    };

    private ImmutableArray<SyntaxDiagnostic> SortedErrors()
    {
        if (errors.Count == 0)
        {
            return [];
        }

        errors.Sort(static (a, b) => a.Offset != b.Offset
            ? a.Offset.CompareTo(b.Offset)
            : string.CompareOrdinal(a.Message, b.Message));
        return [.. errors];
    }

    // ---- Depth ----

    /// <summary>Counts one level of nesting. Too many end the parse: from there on the file reads as if it ended.</summary>
    private void Enter()
    {
        if (++nesting > MaxNesting && !tooDeep)
        {
            Error(pos, "exceeded max nesting depth");
            tooDeep = true;
            scanner.MoveToEnd();
            Next();
        }
    }

    /// <summary>
    /// Begins a production that can nest in itself. False if the stack runs short: then it has to go on with
    /// <see cref="OnFreshStack"/>. The stack is looked at only where it grows by some levels over what was looked at:
    /// that is dear, and the runtime leaves room for more than those.
    /// </summary>
    private bool Descend() => ++depth <= checkedDepth || CheckStack();

    private void Ascend()
    {
        if (--depth + LevelsUnchecked < checkedDepth)
        {
            checkedDepth = depth + LevelsUnchecked;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool CheckStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return false;
        }

        checkedDepth = depth + LevelsUnchecked;
        return true;
    }

    /// <summary>Goes on with a production on a fresh stack, in place of one that <see cref="Descend"/> has begun.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private T OnFreshStack<T>(Func<Parser, T> production)
    {
        depth--;
        var result = StackGuard.Run(this, production);
        checkedDepth = depth; // on the old stack there is no more room than before
        return result;
    }
}
