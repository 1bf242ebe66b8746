using System.Collections.Immutable;

namespace Unpark.Go.Syntax;

// Statements. Source: Go specification, "Statements".
internal sealed partial class Parser
{
    // What a range clause is made of, between its parsing and that of the loop's body.
    private ImmutableArray<Expr> rangeLhs;
    private int rangeTokPos;
    private TokenKind rangeTok;
    private int rangePos;
    private Expr? rangeX;

    private enum SimpleStmtMode : byte
    {
        Basic,
        LabelAllowed,
        RangeAllowed,
    }

    private BlockStmt ParseBlock()
    {
        var lbrace = Expect(TokenKind.Lbrace);
        var list = ParseStmtList();
        return new BlockStmt(lbrace, list, ExpectOrNone(TokenKind.Rbrace));
    }

    private ImmutableArray<Stmt> ParseStmtList()
    {
        var from = nodes.Count;
        while (tok is not TokenKind.Case and not TokenKind.Default and not TokenKind.Rbrace and not TokenKind.Eof)
        {
            nodes.Push(ParseStmt());
        }

        return nodes.Take<Stmt>(from);
    }

    private Stmt ParseStmt()
    {
        if (!Descend())
        {
            return OnFreshStack(static p => p.ParseStmt());
        }

        Enter();
        var stmt = ParseAnyStmt();
        nesting--;
        Ascend();
        return stmt;
    }

    private Stmt ParseAnyStmt()
    {
        switch (tok)
        {
            case TokenKind.Const or TokenKind.Type or TokenKind.Var:
                return new DeclStmt(ParseDecl(SyncPoint.Statement));
            case TokenKind.Ident or TokenKind.Int or TokenKind.Float or TokenKind.Imag or TokenKind.Char
                or TokenKind.String or TokenKind.Func or TokenKind.Lparen or TokenKind.Lbrack or TokenKind.Struct
                or TokenKind.Map or TokenKind.Chan or TokenKind.Interface or TokenKind.Add or TokenKind.Sub
                or TokenKind.Mul or TokenKind.And or TokenKind.Xor or TokenKind.Arrow or TokenKind.Not:
                var simple = ParseSimpleStmt(SimpleStmtMode.LabelAllowed)!;
                if (simple.Kind != NodeKind.LabeledStmt)
                {
                    ExpectSemicolon();
                }

                return simple;
            case TokenKind.Go:
                return ParseGoStmt();
            case TokenKind.Defer:
                return ParseDeferStmt();
            case TokenKind.Return:
                return ParseReturnStmt();
            case TokenKind.Break or TokenKind.Continue or TokenKind.Goto or TokenKind.Fallthrough:
                return ParseBranchStmt(tok);
            case TokenKind.Lbrace:
                var block = ParseBlock();
                ExpectSemicolon();
                return block;
            case TokenKind.If:
                return ParseIfStmt();
            case TokenKind.Switch:
                return ParseSwitchStmt();
            case TokenKind.Select:
                return ParseSelectStmt();
            case TokenKind.For:
                return ParseForStmt();
            case TokenKind.Semicolon:
                var empty = new EmptyStmt(pos, scanner.IsNewline);
                Next();
                return empty;
            case TokenKind.Rbrace:
                return new EmptyStmt(pos, true);
            default:
                var from = pos;
                ErrorExpected(from, "statement");
                Advance(SyncPoint.Statement);
                return new BadStmt(from, pos);
        }
    }

    /// <summary>A simple statement; null for a range clause, whose parts are then in the fields for it.</summary>
    private Stmt? ParseSimpleStmt(SimpleStmtMode mode)
    {
        var from = nodes.Count;
        PushExprList(false);
        if (tok is TokenKind.Assign or TokenKind.Define or (>= TokenKind.AddAssign and <= TokenKind.AndNotAssign))
        {
            return ParseAssignment(mode, nodes.Take<Expr>(from));
        }

        // One expression is the rule: no list is made for it.
        Expr x;
        if (nodes.Count - from == 1)
        {
            x = nodes.Pop<Expr>();
        }
        else
        {
            x = nodes.Take<Expr>(from)[0];
            ErrorExpected(x.Pos, "1 expression");
        }

        switch (tok)
        {
            case TokenKind.Colon:
                var colon = Expect(TokenKind.Colon);
                if (mode == SimpleStmtMode.LabelAllowed && x is Ident label)
                {
                    return new LabeledStmt(label, colon, ParseStmt());
                }

                Error(colon, "illegal label declaration");
                return new BadStmt(x.Pos, colon + 1);
            case TokenKind.Arrow:
                var arrow = Expect(TokenKind.Arrow);
                return new SendStmt(x, arrow, ParseRhs());
            case TokenKind.Inc or TokenKind.Dec:
                var kind = tok;
                return new IncDecStmt(x, Expect(kind), kind);
            default:
                return new ExprStmt(x);
        }
    }

    private AssignStmt? ParseAssignment(SimpleStmtMode mode, ImmutableArray<Expr> lhs)
    {
        var kind = tok;
        var offset = Expect(kind);
        if (mode == SimpleStmtMode.RangeAllowed && tok == TokenKind.Range
            && kind is TokenKind.Define or TokenKind.Assign)
        {
            ParseRange(lhs, offset, kind);
            return null;
        }

        return new AssignStmt(lhs, offset, kind, ParseExprList(true));
    }

    private void ParseRange(ImmutableArray<Expr> lhs, int offset, TokenKind kind)
    {
        var range = Expect(TokenKind.Range);
        var x = ParseRhs();
        rangeLhs = lhs;
        rangeTokPos = offset;
        rangeTok = kind;
        rangePos = range;
        rangeX = x;
    }

    /// <summary>The call of a go or defer statement; null if it is none.</summary>
    private CallExpr? ParseDeferredCall(string keyword)
    {
        var x = ParseRhs();
        var inner = Unparen(x);
        if (inner != x)
        {
            Error(x.Pos, $"expression in {keyword} must not be parenthesized");
        }

        if (inner is CallExpr call)
        {
            return call;
        }

        if (inner is not BadExpr)
        {
            Error(inner.End, $"expression in {keyword} must be function call");
        }

        return null;
    }

    private Stmt ParseGoStmt()
    {
        var offset = Expect(TokenKind.Go);
        var call = ParseDeferredCall("go");
        ExpectSemicolon();
        return call is null ? new BadStmt(offset, offset + 2) : new GoStmt(offset, call);
    }

    private Stmt ParseDeferStmt()
    {
        var offset = Expect(TokenKind.Defer);
        var call = ParseDeferredCall("defer");
        ExpectSemicolon();
        return call is null ? new BadStmt(offset, offset + 5) : new DeferStmt(offset, call);
    }

    private ReturnStmt ParseReturnStmt()
    {
        var offset = Expect(TokenKind.Return);
        ImmutableArray<Expr> results = [];
        if (tok is not TokenKind.Semicolon and not TokenKind.Rbrace)
        {
            results = ParseExprList(true);
        }

        ExpectSemicolon();
        return new ReturnStmt(offset, results);
    }

    private BranchStmt ParseBranchStmt(TokenKind kind)
    {
        var offset = Expect(kind);
        var hasLabel = kind == TokenKind.Goto
            || (kind is TokenKind.Continue or TokenKind.Break && tok == TokenKind.Ident);
        var label = hasLabel ? ParseIdent() : null;
        ExpectSemicolon();
        return new BranchStmt(offset, kind, label);
    }

    /// <summary>The expression of a statement that must be one.</summary>
    private Expr ExprOf(Stmt stmt, string want)
    {
        if (stmt is ExprStmt expr)
        {
            return expr.X;
        }

        var found = stmt is AssignStmt ? "assignment" : "simple statement";
        Error(stmt.Pos, $"expected {want}, found {found} (missing parentheses around composite literal?)");
        return new BadExpr(NextId(), stmt.Pos, stmt.End);
    }

    private IfStmt ParseIfStmt()
    {
        if (!Descend())
        {
            return OnFreshStack(static p => p.ParseIfStmt());
        }

        Enter();
        var offset = Expect(TokenKind.If);
        var cond = ParseIfHeader(out var init);
        var body = ParseBlock();
        Stmt? otherwise = null;
        if (tok != TokenKind.Else)
        {
            ExpectSemicolon();
        }
        else
        {
            Next();
            if (tok == TokenKind.If)
            {
                otherwise = ParseIfStmt();
            }
            else if (tok == TokenKind.Lbrace)
            {
                otherwise = ParseBlock();
                ExpectSemicolon();
            }
            else
            {
                ErrorExpected(pos, "if statement or block");
                otherwise = new BadStmt(pos, pos);
            }
        }

        nesting--;
        Ascend();
        return new IfStmt(offset, init, cond, body, otherwise);
    }

    private Expr ParseIfHeader(out Stmt? init)
    {
        init = null;
        if (tok == TokenKind.Lbrace)
        {
            Error(pos, "missing condition in if statement");
            return BadExprFrom(pos);
        }

        var outer = exprLevel;
        exprLevel = -1;
        if (tok != TokenKind.Semicolon)
        {
            if (tok == TokenKind.Var)
            {
                Next();
                Error(pos, "var declaration not allowed in if initializer");
            }

            init = ParseSimpleStmt(SimpleStmtMode.Basic);
        }

        Stmt? condition = null;
        var semicolon = Node.NoPos;
        var isNewline = false;
        if (tok == TokenKind.Lbrace)
        {
            condition = init;
            init = null;
        }
        else
        {
            if (tok == TokenKind.Semicolon)
            {
                semicolon = pos;
                isNewline = scanner.IsNewline;
                Next();
            }
            else
            {
                Expect(TokenKind.Semicolon);
            }

            if (tok != TokenKind.Lbrace)
            {
                condition = ParseSimpleStmt(SimpleStmtMode.Basic);
            }
        }

        Expr? cond = null;
        if (condition is not null)
        {
            cond = ExprOf(condition, "boolean expression");
        }
        else if (semicolon != Node.NoPos)
        {
            Error(semicolon, isNewline
                ? "unexpected newline, expecting { after if clause"
                : "missing condition in if statement");
        }

        cond ??= BadExprFrom(pos);
        exprLevel = outer;
        return cond;
    }

    private CaseClause ParseCaseClause()
    {
        var offset = pos;
        var isDefault = tok != TokenKind.Case;
        ImmutableArray<Expr> list = [];
        if (isDefault)
        {
            Expect(TokenKind.Default);
        }
        else
        {
            Next();
            list = ParseExprList(true);
        }

        var colon = Expect(TokenKind.Colon);
        return new CaseClause(offset, list, colon, ParseStmtList(), isDefault);
    }

    private static bool IsTypeSwitchAssert(Expr x) => x is TypeAssertExpr { Type: null };

    /// <summary>True for <c>x.(type)</c> and <c>v := x.(type)</c>; with <c>=</c> too, after an error.</summary>
    private bool IsTypeSwitchGuard(Stmt? stmt)
    {
        if (stmt is ExprStmt expr)
        {
            return IsTypeSwitchAssert(expr.X);
        }

        if (stmt is not AssignStmt { Lhs.Length: 1, Rhs.Length: 1 } assign || !IsTypeSwitchAssert(assign.Rhs[0]))
        {
            return false;
        }

        if (assign.Tok == TokenKind.Assign)
        {
            Error(assign.TokPos, "expected ':=', found '='");
            return true;
        }

        return assign.Tok == TokenKind.Define;
    }

    private Stmt ParseSwitchStmt()
    {
        var offset = Expect(TokenKind.Switch);
        Stmt? init = null;
        Stmt? tag = null;
        if (tok != TokenKind.Lbrace)
        {
            var outer = exprLevel;
            exprLevel = -1;
            if (tok != TokenKind.Semicolon)
            {
                tag = ParseSimpleStmt(SimpleStmtMode.Basic);
            }

            if (tok == TokenKind.Semicolon)
            {
                Next();
                init = tag;
                tag = tok != TokenKind.Lbrace ? ParseSimpleStmt(SimpleStmtMode.Basic) : null;
            }

            exprLevel = outer;
        }

        var isTypeSwitch = IsTypeSwitchGuard(tag);
        var lbrace = Expect(TokenKind.Lbrace);
        var from = nodes.Count;
        while (tok is TokenKind.Case or TokenKind.Default)
        {
            nodes.Push(ParseCaseClause());
        }

        var body = ParseEndOfClauses(lbrace, from);
        return isTypeSwitch
            ? new TypeSwitchStmt(offset, init, tag!, body)
            : new SwitchStmt(offset, init, tag is null ? null : ExprOf(tag, "switch expression"), body);
    }

    private BlockStmt ParseEndOfClauses(int lbrace, int from)
    {
        var rbrace = Expect(TokenKind.Rbrace);
        ExpectSemicolon();
        return new BlockStmt(lbrace, nodes.Take<Stmt>(from), rbrace);
    }

    private SelectStmt ParseSelectStmt()
    {
        var offset = Expect(TokenKind.Select);
        var lbrace = Expect(TokenKind.Lbrace);
        var from = nodes.Count;
        while (tok is TokenKind.Case or TokenKind.Default)
        {
            nodes.Push(ParseCommClause());
        }

        return new SelectStmt(offset, ParseEndOfClauses(lbrace, from));
    }

    private CommClause ParseCommClause()
    {
        var offset = pos;
        Stmt? comm = null;
        if (tok == TokenKind.Case)
        {
            Next();
            comm = ParseComm();
        }
        else
        {
            Expect(TokenKind.Default);
        }

        var colon = Expect(TokenKind.Colon);
        return new CommClause(offset, comm, colon, ParseStmtList());
    }

    private Stmt ParseComm()
    {
        var lhs = ParseExprList(false);
        if (tok == TokenKind.Arrow)
        {
            ExpectOne(lhs);
            var arrow = Expect(TokenKind.Arrow);
            return new SendStmt(lhs[0], arrow, ParseRhs());
        }

        if (tok is not TokenKind.Assign and not TokenKind.Define)
        {
            ExpectOne(lhs);
            return new ExprStmt(lhs[0]);
        }

        if (lhs.Length > 2)
        {
            ErrorExpected(lhs[0].Pos, "1 or 2 expressions");
            lhs = lhs[..2];
        }

        var kind = tok;
        var offset = Expect(kind);
        return new AssignStmt(lhs, offset, kind, [ParseRhs()]);
    }

    private void ExpectOne(ImmutableArray<Expr> list)
    {
        if (list.Length > 1)
        {
            ErrorExpected(list[0].Pos, "1 expression");
        }
    }

    private Stmt ParseForStmt()
    {
        var offset = Expect(TokenKind.For);
        Stmt? init = null;
        Stmt? cond = null;
        Stmt? post = null;
        if (tok != TokenKind.Lbrace)
        {
            var outer = exprLevel;
            exprLevel = -1;
            var isRange = false;
            if (tok == TokenKind.Range)
            {
                ParseRange([], Node.NoPos, TokenKind.Illegal);
                isRange = true;
            }
            else if (tok != TokenKind.Semicolon)
            {
                cond = ParseSimpleStmt(SimpleStmtMode.RangeAllowed);
                isRange = cond is null;
            }

            if (isRange)
            {
                exprLevel = outer;
                return ParseRangeBody(offset);
            }

            if (tok == TokenKind.Semicolon)
            {
                Next();
                init = cond;
                cond = tok != TokenKind.Semicolon ? ParseSimpleStmt(SimpleStmtMode.Basic) : null;
                ExpectSemicolon();
                post = tok != TokenKind.Lbrace ? ParseSimpleStmt(SimpleStmtMode.Basic) : null;
            }

            exprLevel = outer;
        }

        var body = ParseBlock();
        ExpectSemicolon();
        var condition = cond is null ? null : ExprOf(cond, "boolean or range expression");
        return new ForStmt(offset, init, condition, post, body);
    }

    private Stmt ParseRangeBody(int offset)
    {
        var (lhs, tokPos, kind, range, x) = (rangeLhs, rangeTokPos, rangeTok, rangePos, rangeX!);
        var body = ParseBlock();
        ExpectSemicolon();
        if (lhs.Length > 2)
        {
            ErrorExpected(lhs[^1].Pos, "at most 2 expressions");
            return new BadStmt(offset, body.End);
        }

        var key = lhs.Length > 0 ? lhs[0] : null;
        var value = lhs.Length > 1 ? lhs[1] : null;
        return new RangeStmt(offset, key, value, tokPos, kind, range, x, body);
    }
}
