using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Unpark.Go.Syntax;

// Expressions. Source: Go specification, "Expressions".
internal sealed partial class Parser
{
    private const int LowestPrecedence = 1;

    /// <summary>Pushes the expressions of a list.</summary>
    private void PushExprList(bool rhs)
    {
        var outer = inRhs;
        inRhs = rhs;
        nodes.Push(ParseExpr());
        while (tok == TokenKind.Comma)
        {
            Next();
            nodes.Push(ParseExpr());
        }

        inRhs = outer;
    }

    private ImmutableArray<Expr> ParseExprList(bool rhs)
    {
        var from = nodes.Count;
        PushExprList(rhs);
        return nodes.Take<Expr>(from);
    }

    /// <summary>An expression, or a type where the grammar leaves that open.</summary>
    private Expr ParseExpr() => ParseBinaryExpr(null, LowestPrecedence);

    private Expr ParseRhs()
    {
        var outer = inRhs;
        inRhs = true;
        var x = ParseExpr();
        inRhs = outer;
        return x;
    }

    private Expr ParseBinaryExpr(Expr? x, int lowest)
    {
        x ??= ParseUnaryExpr();
        var depth = 0;
        while (true)
        {
            Enter();
            depth++;
            var op = inRhs && tok == TokenKind.Assign ? TokenKind.Eql : tok;
            var precedence = op.Precedence();
            if (precedence < lowest)
            {
                nesting -= depth;
                return x;
            }

            var offset = Expect(op);
            var y = ParseBinaryExpr(null, precedence + 1);
            x = new BinaryExpr(NextId(), x, offset, op, y);
        }
    }

    private Expr ParseUnaryExpr()
    {
        if (!Descend())
        {
            return OnFreshStack(static p => p.ParseUnaryExpr());
        }

        Enter();
        Expr x;
        int offset;
        switch (tok)
        {
            case TokenKind.Add or TokenKind.Sub or TokenKind.Not or TokenKind.Xor or TokenKind.And or TokenKind.Tilde:
                var op = tok;
                offset = Expect(op);
                x = new UnaryExpr(NextId(), offset, op, ParseUnaryExpr());
                break;
            case TokenKind.Arrow:
                offset = Expect(TokenKind.Arrow);
                x = ParseUnaryExpr();
                if (x is ChanTypeExpr type)
                {
                    MakeReceiveOnly(type, offset);
                }
                else
                {
                    x = new UnaryExpr(NextId(), offset, TokenKind.Arrow, x);
                }

                break;
            case TokenKind.Mul:
                offset = Expect(TokenKind.Mul);
                x = new StarExpr(NextId(), offset, ParseUnaryExpr());
                break;
            default:
                x = ParsePrimaryExpr(null);
                break;
        }

        nesting--;
        Ascend();
        return x;
    }

    /// <summary>
    /// An arrow before a channel type belongs to it, as far left as it goes: <c>&lt;-chan&lt;- T</c> is
    /// <c>&lt;-chan (&lt;-T)</c>, where T must go on with <c>chan</c>.
    /// </summary>
    private void MakeReceiveOnly(ChanTypeExpr type, int arrow)
    {
        var next = type;
        var direction = ChanDir.Send;
        while (next is not null && direction == ChanDir.Send)
        {
            if (next.Dir == ChanDir.Recv)
            {
                ErrorExpected(next.Arrow, "'chan'");
            }

            var nextArrow = next.Arrow;
            direction = next.Dir;
            next.ReceiveFrom(arrow);
            arrow = nextArrow;
            next = next.Value as ChanTypeExpr;
        }

        if (direction == ChanDir.Send)
        {
            ErrorExpected(arrow, "channel type");
        }
    }

    /// <summary>An operand, which may be a type such as <c>[...]T</c>.</summary>
    private Expr ParseOperand()
    {
        switch (tok)
        {
            case TokenKind.Ident:
                return ParseIdent();
            case TokenKind.Int or TokenKind.Float or TokenKind.Imag or TokenKind.Char or TokenKind.String:
                return ParseLiteral();
            case TokenKind.Lparen:
                var lparen = Expect(TokenKind.Lparen);
                exprLevel++;
                var x = ParseRhs();
                exprLevel--;
                var rparen = Expect(TokenKind.Rparen);
                return new ParenExpr(NextId(), lparen, x, rparen);
            case TokenKind.Func:
                return ParseFuncTypeOrLit();
            default:
                break;
        }

        if (TryParseType() is { } type)
        {
            return type;
        }

        var from = pos;
        ErrorExpected(from, "operand");
        Advance(SyncPoint.Statement);
        return BadExprFrom(from);
    }

    private Expr ParseFuncTypeOrLit()
    {
        var type = ParseFuncType();
        if (tok != TokenKind.Lbrace)
        {
            return type;
        }

        exprLevel++;
        var body = ParseBlock();
        exprLevel--;
        return new FuncLit(NextId(), type, body);
    }

    /// <summary>An operand, read already if it is given, with the selectors, indices, calls and so on behind it.</summary>
    private Expr ParsePrimaryExpr(Expr? x)
    {
        x ??= ParseOperand();
        var depth = 0;
        while (true)
        {
            Enter();
            depth++;
            switch (tok)
            {
                case TokenKind.Period:
                    Next();
                    x = ParseSelectorOrAssertion(x);
                    continue;
                case TokenKind.Lbrack:
                    x = ParseIndexOrSliceOrInstance(x);
                    continue;
                case TokenKind.Lparen:
                    x = ParseCall(x);
                    continue;
                case TokenKind.Lbrace:
                    var type = Unparen(x);
                    if (!CanBeLiteralType(type))
                    {
                        break;
                    }

                    if (type != x)
                    {
                        Error(type.Pos, "cannot parenthesize type in composite literal");
                    }

                    x = ParseLiteralValue(x);
                    continue;
                default:
                    break;
            }

            nesting -= depth;
            return x;
        }
    }

    /// <summary>Tells <c>T{</c> of a composite literal from an expression before a block.</summary>
    private bool CanBeLiteralType(Expr type) => type.Kind switch
    {
        NodeKind.BadExpr or NodeKind.Ident or NodeKind.SelectorExpr or NodeKind.IndexExpr or NodeKind.IndexListExpr
            => exprLevel >= 0,
        NodeKind.ArrayTypeExpr or NodeKind.StructTypeExpr or NodeKind.MapTypeExpr => true,
        _ => false,
    };

    private static Expr Unparen(Expr x)
    {
        while (x is ParenExpr paren)
        {
            x = paren.X;
        }

        return x;
    }

    private Expr ParseSelectorOrAssertion(Expr x)
    {
        if (tok == TokenKind.Ident)
        {
            return new SelectorExpr(NextId(), x, ParseIdent());
        }

        if (tok == TokenKind.Lparen)
        {
            var lparen = Expect(TokenKind.Lparen);
            Expr? type = null;
            if (tok == TokenKind.Type)
            {
                Next(); // x.(type)
            }
            else
            {
                type = ParseType();
            }

            return new TypeAssertExpr(NextId(), x, lparen, type, Expect(TokenKind.Rparen));
        }

        var offset = pos;
        ErrorExpected(offset, "selector or type assertion");
        if (tok != TokenKind.Rbrace)
        {
            Next();
        }

        return new SelectorExpr(NextId(), x, BlankAt(offset));
    }

    private Expr ParseIndexOrSliceOrInstance(Expr x)
    {
        var lbrack = Expect(TokenKind.Lbrack);
        if (tok == TokenKind.Rbrack)
        {
            ErrorExpected(pos, "operand");
            var close = pos;
            Next();
            return new IndexExpr(NextId(), x, lbrack, new BadExpr(NextId(), close, close), close);
        }

        exprLevel++;
        var index = tok != TokenKind.Colon ? ParseRhs() : null;
        if (tok == TokenKind.Colon)
        {
            return ParseSlice(x, lbrack, index);
        }

        if (tok != TokenKind.Comma)
        {
            exprLevel--;
            return new IndexExpr(NextId(), x, lbrack, index!, Expect(TokenKind.Rbrack));
        }

        var from = nodes.Count;
        nodes.Push(index!);
        while (tok == TokenKind.Comma)
        {
            Next();
            if (tok is not TokenKind.Rbrack and not TokenKind.Eof)
            {
                nodes.Push(ParseType());
            }
        }

        exprLevel--;
        return Index(x, lbrack, from, Expect(TokenKind.Rbrack));
    }

    private SliceExpr ParseSlice(Expr x, int lbrack, Expr? low)
    {
        var colon = pos;
        var colon2 = Node.NoPos;
        Next();
        var high = ParseSliceIndex();
        Expr? max = null;
        if (tok == TokenKind.Colon)
        {
            colon2 = pos;
            Next();
            max = ParseSliceIndex();
        }

        exprLevel--;
        var rbrack = Expect(TokenKind.Rbrack);
        if (colon2 != Node.NoPos)
        {
            if (high is null)
            {
                Error(colon, "middle index required in 3-index slice");
                high = new BadExpr(NextId(), colon + 1, colon2);
            }

            if (max is null)
            {
                Error(colon2, "final index required in 3-index slice");
                max = new BadExpr(NextId(), colon2 + 1, rbrack);
            }
        }

        return new SliceExpr(NextId(), x, lbrack, low, high, max, colon2 != Node.NoPos, rbrack);
    }

    private Expr? ParseSliceIndex()
        => tok is TokenKind.Colon or TokenKind.Rbrack or TokenKind.Eof ? null : ParseRhs();

    private CallExpr ParseCall(Expr fun)
    {
        const string context = "argument list";
        var lparen = Expect(TokenKind.Lparen);
        exprLevel++;
        var from = nodes.Count;
        var ellipsis = Node.NoPos;
        while (tok is not TokenKind.Rparen and not TokenKind.Eof && ellipsis == Node.NoPos)
        {
            nodes.Push(ParseRhs());
            if (tok == TokenKind.EllipsisToken)
            {
                ellipsis = pos;
                Next();
            }

            if (!AtComma(context, TokenKind.Rparen))
            {
                break;
            }

            Next();
        }

        exprLevel--;
        var rparen = ExpectClosing(TokenKind.Rparen, context);
        return new CallExpr(NextId(), fun, lparen, nodes.Take<Expr>(from), ellipsis, rparen);
    }

    private Expr ParseElementValue() => tok == TokenKind.Lbrace ? ParseLiteralValue(null) : ParseExpr();

    private Expr ParseElement()
    {
        var x = ParseElementValue();
        if (tok != TokenKind.Colon)
        {
            return x;
        }

        var colon = Expect(TokenKind.Colon);
        return new KeyValueExpr(NextId(), x, colon, ParseElementValue());
    }

    private CompositeLit ParseLiteralValue(Expr? type)
    {
        if (!Descend())
        {
            return OnFreshStack(p => p.ParseLiteralValue(type));
        }

        const string context = "composite literal";
        Enter();
        var lbrace = Expect(TokenKind.Lbrace);
        exprLevel++;
        var from = nodes.Count;
        while (tok is not TokenKind.Rbrace and not TokenKind.Eof)
        {
            nodes.Push(ParseElement());
            if (!AtComma(context, TokenKind.Rbrace))
            {
                break;
            }

            Next();
        }

        exprLevel--;
        var rbrace = ExpectClosing(TokenKind.Rbrace, context);
        nesting--;
        Ascend();
        return new CompositeLit(NextId(), type, lbrace, nodes.Take<Expr>(from), rbrace);
    }
}
