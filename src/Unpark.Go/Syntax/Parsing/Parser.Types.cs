using System.Collections.Immutable;

namespace Unpark.Go.Syntax;

// Types. Source: Go specification, "Types", "Type parameter declarations", "Instantiations".
internal sealed partial class Parser
{
    private const string TypeArgumentList = "type argument list";

    private Ident ParseIdent()
    {
        var offset = pos;
        if (tok == TokenKind.Ident)
        {
            var name = Names.Intern(scanner.TokenBytes, scanner.Head);
            Next();
            return new Ident(NextId(), offset, name);
        }

        Expect(TokenKind.Ident);
        return BlankAt(offset);
    }

    /// <summary>The name that stands for one that is missing.</summary>
    private Ident BlankAt(int offset) => new(NextId(), offset, "_");

    private ImmutableArray<Ident> ParseIdentList()
    {
        var from = nodes.Count;
        nodes.Push(ParseIdent());
        while (tok == TokenKind.Comma)
        {
            Next();
            nodes.Push(ParseIdent());
        }

        return nodes.Take<Ident>(from);
    }

    private BasicLit ParseLiteral()
    {
        var literal = new BasicLit(NextId(), pos, scanner.Offset, tok, file);
        Next();
        return literal;
    }

    private BadExpr BadExprFrom(int from) => new(NextId(), from, pos);

    private Expr ParseType()
    {
        if (TryParseType() is { } type)
        {
            return type;
        }

        var from = pos;
        ErrorExpected(from, "type");
        Advance(SyncPoint.ExpressionEnd);
        return BadExprFrom(from);
    }

    /// <summary>A type name with or without type arguments, or a type literal; null if none starts here.</summary>
    private Expr? TryParseType()
    {
        if (!Descend())
        {
            return OnFreshStack(static p => p.TryParseType());
        }

        Enter();
        Expr? type;
        switch (tok)
        {
            case TokenKind.Ident:
                type = ParseTypeName(null);
                if (tok == TokenKind.Lbrack)
                {
                    type = ParseTypeInstance(type);
                }

                break;
            case TokenKind.Lbrack:
                type = ParseArrayType(Expect(TokenKind.Lbrack), null);
                break;
            case TokenKind.Struct:
                type = ParseStructType();
                break;
            case TokenKind.Mul:
                var star = Expect(TokenKind.Mul);
                type = new StarExpr(NextId(), star, ParseType());
                break;
            case TokenKind.Func:
                type = ParseFuncType();
                break;
            case TokenKind.Interface:
                type = ParseInterfaceType();
                break;
            case TokenKind.Map:
                type = ParseMapType();
                break;
            case TokenKind.Chan or TokenKind.Arrow:
                type = ParseChanType();
                break;
            case TokenKind.Lparen:
                var lparen = Expect(TokenKind.Lparen);
                var inner = ParseType();
                type = new ParenExpr(NextId(), lparen, inner, Expect(TokenKind.Rparen));
                break;
            default:
                type = null;
                break;
        }

        nesting--;
        Ascend();
        return type;
    }

    private Expr ParseTypeName(Ident? name)
    {
        name ??= ParseIdent();
        if (tok != TokenKind.Period)
        {
            return name;
        }

        Next();
        return new SelectorExpr(NextId(), name, ParseIdent());
    }

    private Expr ParseQualifiedIdent(Ident? name)
    {
        var type = ParseTypeName(name);
        return tok == TokenKind.Lbrack ? ParseTypeInstance(type) : type;
    }

    private Expr ParseTypeInstance(Expr type)
    {
        var lbrack = Expect(TokenKind.Lbrack);
        exprLevel++;
        var from = nodes.Count;
        ParseTypeArguments();
        exprLevel--;
        var rbrack = ExpectClosing(TokenKind.Rbrack, TypeArgumentList);
        if (nodes.Count == from)
        {
            ErrorExpected(rbrack, TypeArgumentList);
            return new IndexExpr(NextId(), type, lbrack, new BadExpr(NextId(), lbrack + 1, rbrack), rbrack);
        }

        return Index(type, lbrack, from, rbrack);
    }

    /// <summary>Pushes the types up to <c>]</c>.</summary>
    private void ParseTypeArguments()
    {
        while (tok is not TokenKind.Rbrack and not TokenKind.Eof)
        {
            nodes.Push(ParseType());
            if (!AtComma(TypeArgumentList, TokenKind.Rbrack))
            {
                break;
            }

            Next();
        }
    }

    /// <summary>An index expression with the operands that are on the stack.</summary>
    private Expr Index(Expr x, int lbrack, int from, int rbrack)
    {
        if (nodes.Count - from > 1)
        {
            return new IndexListExpr(NextId(), x, lbrack, nodes.Take<Expr>(from), rbrack);
        }

        return new IndexExpr(NextId(), x, lbrack, nodes.Pop<Expr>(), rbrack);
    }

    /// <summary>An array or slice type behind its <c>[</c>, and behind the length if that is given.</summary>
    private ArrayTypeExpr ParseArrayType(int lbrack, Expr? length)
    {
        if (length is null)
        {
            exprLevel++;
            if (tok == TokenKind.EllipsisToken)
            {
                length = new Ellipsis(NextId(), pos, null);
                Next();
            }
            else if (tok != TokenKind.Rbrack)
            {
                length = ParseRhs();
            }

            exprLevel--;
        }

        if (tok == TokenKind.Comma)
        {
            Error(pos, "unexpected comma; expecting ]");
            Next();
        }

        Expect(TokenKind.Rbrack);
        return new ArrayTypeExpr(NextId(), lbrack, length, ParseType());
    }

    /// <summary>
    /// What follows a name in a field or parameter list at <c>[</c>: an array type (the name then is the field's), or
    /// type arguments (the name then is the type's).
    /// </summary>
    private Expr ParseArrayFieldOrTypeInstance(ref Ident? name)
    {
        var x = name!;
        var lbrack = Expect(TokenKind.Lbrack);
        var trailingComma = Node.NoPos;
        var from = nodes.Count;
        if (tok != TokenKind.Rbrack)
        {
            exprLevel++;
            nodes.Push(ParseRhs());
            while (tok == TokenKind.Comma)
            {
                var comma = pos;
                Next();
                if (tok == TokenKind.Rbrack)
                {
                    trailingComma = comma;
                    break;
                }

                nodes.Push(ParseRhs());
            }

            exprLevel--;
        }

        var rbrack = Expect(TokenKind.Rbrack);
        var count = nodes.Count - from;
        if (count == 0)
        {
            return new ArrayTypeExpr(NextId(), lbrack, null, ParseType());
        }

        if (count == 1 && TryParseType() is { } element)
        {
            if (trailingComma != Node.NoPos)
            {
                Error(trailingComma, "unexpected comma; expecting ]");
            }

            return new ArrayTypeExpr(NextId(), lbrack, nodes.Pop<Expr>(), element);
        }

        name = null;
        return Index(x, lbrack, from, rbrack);
    }

    private StructTypeExpr ParseStructType()
    {
        var offset = Expect(TokenKind.Struct);
        var lbrace = Expect(TokenKind.Lbrace);
        var from = nodes.Count;
        while (tok is TokenKind.Ident or TokenKind.Mul or TokenKind.Lparen)
        {
            nodes.Push(ParseFieldDecl());
        }

        var rbrace = Expect(TokenKind.Rbrace);
        return new StructTypeExpr(NextId(), offset, new FieldList(lbrace, nodes.Take<Field>(from), rbrace));
    }

    private Field ParseFieldDecl()
    {
        var doc = leadComment;
        ImmutableArray<Ident> names = [];
        Expr type;
        switch (tok)
        {
            case TokenKind.Ident:
                Ident? name = ParseIdent();
                if (tok is TokenKind.Period or TokenKind.String or TokenKind.Semicolon or TokenKind.Rbrace)
                {
                    type = tok == TokenKind.Period ? ParseQualifiedIdent(name) : name;
                }
                else if (tok == TokenKind.Lbrack)
                {
                    type = ParseArrayFieldOrTypeInstance(ref name);
                    names = name is null ? [] : [name];
                }
                else
                {
                    names = ParseFieldNames(name);
                    type = ParseType();
                }

                break;
            case TokenKind.Mul:
                type = ParseEmbeddedPointer();
                break;
            case TokenKind.Lparen:
                Error(pos, "cannot parenthesize embedded type");
                Next();
                if (tok == TokenKind.Mul)
                {
                    var star = Expect(TokenKind.Mul);
                    type = new StarExpr(NextId(), star, ParseQualifiedIdent(null));
                }
                else
                {
                    type = ParseQualifiedIdent(null);
                }

                SkipRparen();
                break;
            default:
                var from = pos;
                ErrorExpected(from, "field name or embedded type");
                Advance(SyncPoint.ExpressionEnd);
                type = BadExprFrom(from);
                break;
        }

        var tag = tok == TokenKind.String ? ParseLiteral() : null;
        return new Field(doc, names, type, tag, ExpectSemicolon());
    }

    private ImmutableArray<Ident> ParseFieldNames(Ident first)
    {
        if (tok != TokenKind.Comma)
        {
            return [first];
        }

        var from = nodes.Count;
        nodes.Push(first);
        while (tok == TokenKind.Comma)
        {
            Next();
            nodes.Push(ParseIdent());
        }

        return nodes.Take<Ident>(from);
    }

    private StarExpr ParseEmbeddedPointer()
    {
        var star = Expect(TokenKind.Mul);
        if (tok != TokenKind.Lparen)
        {
            return new StarExpr(NextId(), star, ParseQualifiedIdent(null));
        }

        Error(pos, "cannot parenthesize embedded type");
        Next();
        var type = ParseQualifiedIdent(null);
        SkipRparen();
        return new StarExpr(NextId(), star, type);
    }

    /// <summary>Skips the end of parentheses that should not be there; that one is missing is no further error.</summary>
    private void SkipRparen()
    {
        if (tok == TokenKind.Rparen)
        {
            Next();
        }
    }

    private FuncTypeExpr ParseFuncType()
    {
        var offset = Expect(TokenKind.Func);
        if (tok == TokenKind.Lbrack && ParseTypeParameters() is { } typeParams)
        {
            Error(typeParams.Opening, "function type must have no type parameters");
        }

        return ParseSignature(offset, null);
    }

    private FuncTypeExpr ParseSignature(int func, FieldList? typeParams)
    {
        var parameters = ParseParameters();
        return new FuncTypeExpr(NextId(), func, typeParams, parameters, ParseResults());
    }

    private InterfaceTypeExpr ParseInterfaceType()
    {
        var offset = Expect(TokenKind.Interface);
        var lbrace = Expect(TokenKind.Lbrace);
        var from = nodes.Count;
        while (true)
        {
            if (tok == TokenKind.Ident)
            {
                nodes.Push(ParseMethodOrEmbedded());
                continue;
            }

            var type = tok == TokenKind.Tilde ? ParseEmbeddedElem(null) : TryParseType();
            if (type is null)
            {
                break;
            }

            type = ParseEmbeddedElem(type);
            nodes.Push(new Field(null, [], type, null, ExpectSemicolon()));
        }

        var rbrace = Expect(TokenKind.Rbrace);
        return new InterfaceTypeExpr(NextId(), offset, new FieldList(lbrace, nodes.Take<Field>(from), rbrace));
    }

    private Field ParseMethodOrEmbedded()
    {
        var doc = leadComment;
        ImmutableArray<Ident> names = [];
        var type = ParseTypeName(null);
        if (type is not Ident name)
        {
            type = tok == TokenKind.Lbrack ? ParseTypeInstance(type) : type;
        }
        else if (tok == TokenKind.Lparen)
        {
            names = [name];
            type = ParseSignature(Node.NoPos, null);
        }
        else if (tok == TokenKind.Lbrack)
        {
            type = ParseMethodOrInstance(name, out var isMethod);
            names = isMethod ? [name] : [];
        }

        if (names.IsEmpty)
        {
            type = ParseEmbeddedElem(type);
        }

        return new Field(doc, names, type, null, ExpectSemicolon());
    }

    /// <summary>
    /// In an interface, a name and <c>[</c>: an embedded type with type arguments, or a method with type parameters,
    /// which is an error.
    /// </summary>
    private Expr ParseMethodOrInstance(Ident name, out bool isMethod)
    {
        var lbrack = Expect(TokenKind.Lbrack);
        exprLevel++;
        var x = ParseExpr();
        exprLevel--;
        isMethod = x is Ident && tok is not TokenKind.Comma and not TokenKind.Rbrack;
        if (isMethod)
        {
            ParseParameterList((Ident)x, null, TokenKind.Rbrack, false);
            Expect(TokenKind.Rbrack);
            Error(lbrack, "interface method must have no type parameters");
            return ParseSignature(Node.NoPos, null);
        }

        var from = nodes.Count;
        nodes.Push(x);
        if (AtComma(TypeArgumentList, TokenKind.Rbrack))
        {
            exprLevel++;
            Next();
            ParseTypeArguments();
            exprLevel--;
        }

        return Index(name, lbrack, from, ExpectClosing(TokenKind.Rbrack, TypeArgumentList));
    }

    /// <summary>A union of terms; the first is given if it is read already.</summary>
    private Expr ParseEmbeddedElem(Expr? x)
    {
        x ??= ParseEmbeddedTerm();
        while (tok == TokenKind.Or)
        {
            var offset = Expect(TokenKind.Or);
            x = new BinaryExpr(NextId(), x, offset, TokenKind.Or, ParseEmbeddedTerm());
        }

        return x;
    }

    private Expr ParseEmbeddedTerm()
    {
        if (tok == TokenKind.Tilde)
        {
            var offset = Expect(TokenKind.Tilde);
            return new UnaryExpr(NextId(), offset, TokenKind.Tilde, ParseType());
        }

        if (TryParseType() is { } type)
        {
            return type;
        }

        var from = pos;
        ErrorExpected(from, "~ term or type");
        Advance(SyncPoint.ExpressionEnd);
        return BadExprFrom(from);
    }

    private MapTypeExpr ParseMapType()
    {
        var offset = Expect(TokenKind.Map);
        Expect(TokenKind.Lbrack);
        var key = ParseType();
        Expect(TokenKind.Rbrack);
        return new MapTypeExpr(NextId(), offset, key, ParseType());
    }

    private ChanTypeExpr ParseChanType()
    {
        var offset = pos;
        var direction = ChanDir.Both;
        var arrow = Node.NoPos;
        if (tok == TokenKind.Chan)
        {
            Next();
            if (tok == TokenKind.Arrow)
            {
                arrow = Expect(TokenKind.Arrow);
                direction = ChanDir.Send;
            }
        }
        else
        {
            arrow = Expect(TokenKind.Arrow);
            Expect(TokenKind.Chan);
            direction = ChanDir.Recv;
        }

        return new ChanTypeExpr(NextId(), offset, arrow, direction, ParseType());
    }
}
