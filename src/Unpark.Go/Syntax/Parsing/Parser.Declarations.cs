using System.Collections.Immutable;

namespace Unpark.Go.Syntax;

// Declarations and source files. Source: Go specification, "Declarations and scope", "Packages".
internal sealed partial class Parser
{
    private readonly NodeStack imports = new();

    private FileNode ParseFile()
    {
        // What does not start with a token of Go, or with a package clause, is no Go file: the rest is left alone.
        if (errors.Count > 0)
        {
            return NoFile();
        }

        var doc = leadComment;
        var package = Expect(TokenKind.Package);
        var name = ParseIdent();
        ExpectSemicolon();
        if (errors.Count > 0)
        {
            return NoFile();
        }

        var from = nodes.Count;
        while (tok == TokenKind.Import)
        {
            nodes.Push(ParseGenDecl(TokenKind.Import));
        }

        if (!options.ImportsOnly)
        {
            var previous = TokenKind.Import;
            while (tok != TokenKind.Eof)
            {
                if (tok == TokenKind.Import && previous != TokenKind.Import)
                {
                    Error(pos, "imports must appear before other declarations");
                }

                previous = tok;
                nodes.Push(ParseDecl(SyncPoint.Declaration));
            }
        }

        return tooDeep
            ? NoFile()
            : new FileNode(
                doc,
                package,
                name,
                nodes.Take<Decl>(from),
                imports.Take<ImportSpec>(0),
                groups.Take<CommentGroup>(0),
                goVersion);
    }

    private FileNode NoFile() => new(null, Node.NoPos, new Ident(NextId(), Node.NoPos, ""), [], [], [], "");

    private Decl ParseDecl(SyncPoint sync)
    {
        switch (tok)
        {
            case TokenKind.Import or TokenKind.Const or TokenKind.Var or TokenKind.Type:
                return ParseGenDecl(tok);
            case TokenKind.Func:
                return ParseFuncDecl();
            default:
                var from = pos;
                ErrorExpected(from, "declaration");
                Advance(sync);
                return new BadDecl(from, pos);
        }
    }

    private GenDecl ParseGenDecl(TokenKind keyword)
    {
        var doc = leadComment;
        var offset = Expect(keyword);
        if (tok != TokenKind.Lparen)
        {
            return new GenDecl(doc, offset, keyword, Node.NoPos, [ParseSpec(null, keyword)], Node.NoPos);
        }

        var lparen = Expect(TokenKind.Lparen);
        var from = nodes.Count;
        while (tok is not TokenKind.Rparen and not TokenKind.Eof)
        {
            nodes.Push(ParseSpec(leadComment, keyword));
        }

        var rparen = Expect(TokenKind.Rparen);
        ExpectSemicolon();
        return new GenDecl(doc, offset, keyword, lparen, nodes.Take<Spec>(from), rparen);
    }

    private Spec ParseSpec(CommentGroup? doc, TokenKind keyword) => keyword switch
    {
        TokenKind.Import => ParseImportSpec(doc),
        TokenKind.Type => ParseTypeSpec(doc),
        _ => ParseValueSpec(doc, keyword),
    };

    private ImportSpec ParseImportSpec(CommentGroup? doc)
    {
        Ident? name = null;
        if (tok == TokenKind.Ident)
        {
            name = ParseIdent();
        }
        else if (tok == TokenKind.Period)
        {
            name = new Ident(NextId(), pos, ".");
            Next();
        }

        BasicLit path;
        if (tok == TokenKind.String)
        {
            path = ParseLiteral();
        }
        else
        {
            path = new BasicLit(NextId(), pos, pos, TokenKind.String, file);
            if (tok.IsLiteral())
            {
                Error(pos, "import path must be a string");
                Next();
            }
            else
            {
                Error(pos, "missing import path");
                Advance(SyncPoint.ExpressionEnd);
            }
        }

        var spec = new ImportSpec(doc, name, path, ExpectSemicolon());
        imports.Push(spec);
        return spec;
    }

    private ValueSpec ParseValueSpec(CommentGroup? doc, TokenKind keyword)
    {
        var names = ParseIdentList();
        Expr? type = null;
        if (keyword == TokenKind.Var)
        {
            type = tok != TokenKind.Assign ? ParseType() : null;
        }
        else if (tok is not TokenKind.Eof and not TokenKind.Semicolon and not TokenKind.Rparen)
        {
            type = TryParseType();
        }

        ImmutableArray<Expr> values = [];
        if (tok == TokenKind.Assign)
        {
            Next();
            values = ParseExprList(true);
        }

        return new ValueSpec(doc, names, type, values, ExpectSemicolon());
    }

    private TypeSpec ParseTypeSpec(CommentGroup? doc)
    {
        var name = ParseIdent();
        FieldList? typeParams = null;
        var assign = Node.NoPos;
        Expr type;
        if (tok != TokenKind.Lbrack)
        {
            assign = ParseAliasSign();
            type = ParseType();
        }
        else
        {
            var lbrack = Expect(TokenKind.Lbrack);
            if (tok != TokenKind.Ident)
            {
                type = ParseArrayType(lbrack, null);
            }
            else
            {
                // Either a type parameter and its constraint or an array length: both read as an expression. A name
                // and [ can only be a type parameter with a constraint such as []E.
                Expr x = ParseIdent();
                if (tok != TokenKind.Lbrack)
                {
                    exprLevel++;
                    x = ParseBinaryExpr(ParsePrimaryExpr(x), LowestPrecedence);
                    exprLevel--;
                }

                if (SplitTypeParam(x, tok == TokenKind.Comma, out var constraint) is { } first
                    && (constraint is not null || tok != TokenKind.Rbrack))
                {
                    var list = ParseParameterList(first, constraint, TokenKind.Rbrack, false);
                    typeParams = new FieldList(lbrack, list, Expect(TokenKind.Rbrack));
                    assign = ParseAliasSign();
                    type = ParseType();
                }
                else
                {
                    type = ParseArrayType(lbrack, x);
                }
            }
        }

        return new TypeSpec(doc, name, typeParams, assign, type, ExpectSemicolon());
    }

    private int ParseAliasSign() => tok == TokenKind.Assign ? Expect(TokenKind.Assign) : Node.NoPos;

    /// <summary>
    /// Reads an expression as a type parameter's name and its constraint: <c>P *C</c>, <c>P (C)</c>, <c>P *C|Q</c>;
    /// a name alone has no constraint. What could also be an ordinary expression is split only if
    /// <paramref name="force"/> is set. Null if it cannot be read so. Source: extractName of go/parser.
    /// </summary>
    private static Ident? SplitTypeParam(Expr x, bool force, out Expr? constraint)
    {
        constraint = null;
        if (x is Ident ident)
        {
            return ident;
        }

        // Down the left sides of a union, then up again with what was found.
        var unions = new Stack<BinaryExpr>();
        while (x is BinaryExpr { Op: TokenKind.Or } union)
        {
            unions.Push(union);
            force = force || IsTypeElem(union.Y);
            x = union.X;
        }

        Ident? name = null;
        if (x is BinaryExpr { Op: TokenKind.Mul, X: Ident factor } product && (force || IsTypeElem(product.Y)))
        {
            name = factor;
            constraint = new StarExpr(product.Id, product.OpPos, product.Y);
        }
        else if (x is CallExpr { Fun: Ident function, Args.Length: 1, HasEllipsis: false } call
            && (force || IsTypeElem(call.Args[0])))
        {
            name = function;
            constraint = new ParenExpr(call.Id, call.Lparen, call.Args[0], call.Rparen);
        }

        if (name is null)
        {
            return null;
        }

        while (unions.TryPop(out var union))
        {
            constraint = new BinaryExpr(union.Id, constraint!, union.OpPos, union.Op, union.Y);
        }

        return name;
    }

    /// <summary>True if an expression can only be meant as a type element.</summary>
    private static bool IsTypeElem(Expr x)
    {
        var pending = default(Stack<Expr>);
        while (true)
        {
            switch (x)
            {
                case ArrayTypeExpr or StructTypeExpr or FuncTypeExpr or InterfaceTypeExpr or MapTypeExpr or ChanTypeExpr
                    or UnaryExpr { Op: TokenKind.Tilde }:
                    return true;
                case BinaryExpr binary:
                    (pending ??= []).Push(binary.Y);
                    x = binary.X;
                    continue;
                case ParenExpr paren:
                    x = paren.X;
                    continue;
                default:
                    break;
            }

            if (pending is null || !pending.TryPop(out x!))
            {
                return false;
            }
        }
    }

    private FuncDecl ParseFuncDecl()
    {
        var doc = leadComment;
        var offset = Expect(TokenKind.Func);
        var receiver = tok == TokenKind.Lparen ? ParseParameters() : null;
        var name = ParseIdent();
        var typeParams = tok == TokenKind.Lbrack ? ParseTypeParameters() : null;
        var type = ParseSignature(offset, typeParams);
        BlockStmt? body = null;
        var end = type.End;
        var hasBody = tok == TokenKind.Lbrace;
        if (hasBody)
        {
            body = ParseFuncBody(ref end);
        }
        else if (tok == TokenKind.Semicolon)
        {
            Next();
            if (tok == TokenKind.Lbrace)
            {
                Error(pos, "unexpected semicolon or newline before {");
                hasBody = true;
                body = ParseFuncBody(ref end);
            }
        }
        else
        {
            ExpectSemicolon();
        }

        return new FuncDecl(doc, receiver, name, type, body, hasBody, end);
    }

    private BlockStmt? ParseFuncBody(ref int end)
    {
        BlockStmt? body = null;
        if (options.SkipFunctionBodies && scanner.SkipBlock())
        {
            // The scanner stands at the closing brace.
            end = scanner.Start + 1;
            tok = scanner.Kind;
            pos = scanner.Start;
            line = scanner.Line;
            Next();
        }
        else
        {
            body = ParseBlock();
            end = body.End;
        }

        ExpectSemicolon();
        return body;
    }
}
