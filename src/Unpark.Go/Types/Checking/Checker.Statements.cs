using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;
using static Unpark.Go.Types.TypePredicates;

namespace Unpark.Go.Types;

/// <content>Statements. Source: go/types stmt.go.</content>
internal sealed partial class Checker
{
    private void FuncBody(DeclInfo? declaration, Scope funcScope, Signature signature, BlockStmt body, ConstantValue? iotaValue)
    {
        var saved = Save();
        decl = declaration;
        scope = funcScope;
        iota = iotaValue;
        sig = signature;
        inTParamList = false;
        hasLabel = false;
        hasCallOrRecv = false;
        StmtList(body.List);
        if (hasLabel)
        {
            Labels(body);
        }

        Restore(saved);
    }

    private void OpenScope(Node node, string comment)
    {
        scope = new Scope(scope, node.Pos, node.End, comment);
        RecordScope(node, scope);
    }

    private void CloseScope() => scope = scope.Parent!;

    private void StmtList(ImmutableArray<Stmt> list)
    {
        foreach (var s in list)
        {
            Stmt(s);
        }
    }

    private void Stmt(Stmt? s)
    {
        if (s == null)
        {
            return;
        }

        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            StackGuard.Run((Checker: this, Stmt: s), static at => at.Checker.Stmt(at.Stmt));
            return;
        }

        var bottom = delayed.Count;
        StmtInternal(s, bottom);
    }

    // Function literals are checked when the statement they are in is done with, in the scope that is there then:
    // where a statement opens one, before that is closed.
    private void StmtInternal(Stmt s, int bottom)
    {
        Operand x = default;
        switch (s.Kind)
        {
            case NodeKind.ExprStmt:
                CheckExpr(ref x, (ExprStmt)s);
                break;

            case NodeKind.AssignStmt:
                CheckAssign(ref x, (AssignStmt)s);
                break;

            case NodeKind.IfStmt:
                var ifStmt = (IfStmt)s;
                OpenScope(s, "if");
                Stmt(ifStmt.Init);
                Condition(ref x, ifStmt.Cond);
                Stmt(ifStmt.Body);
                if (ifStmt.Else is IfStmt or BlockStmt)
                {
                    Stmt(ifStmt.Else);
                }

                ProcessDelayed(bottom);
                CloseScope();
                return;

            case NodeKind.ReturnStmt:
                CheckReturn((ReturnStmt)s);
                break;

            case NodeKind.BlockStmt:
                OpenScope(s, "block");
                StmtList(((BlockStmt)s).List);
                CloseScope();
                return;

            case NodeKind.DeclStmt:
                CheckLocal(((DeclStmt)s).Decl);
                break;

            case NodeKind.ForStmt:
                var forStmt = (ForStmt)s;
                OpenScope(s, "for");
                Stmt(forStmt.Init);
                if (forStmt.Cond != null)
                {
                    Condition(ref x, forStmt.Cond);
                }

                Stmt(forStmt.Post);
                Stmt(forStmt.Body);
                ProcessDelayed(bottom);
                CloseScope();
                return;

            case NodeKind.RangeStmt:
                CheckRange((RangeStmt)s, bottom);
                return;

            case NodeKind.IncDecStmt:
                CheckIncDec(ref x, (IncDecStmt)s);
                break;

            case NodeKind.SwitchStmt:
                CheckSwitch(ref x, (SwitchStmt)s, bottom);
                return;

            case NodeKind.TypeSwitchStmt:
                CheckTypeSwitch(ref x, (TypeSwitchStmt)s, bottom);
                return;

            case NodeKind.SelectStmt:
                CheckSelect((SelectStmt)s);
                break;

            case NodeKind.GoStmt:
                CheckSuspended(ref x, ((GoStmt)s).Call);
                break;

            case NodeKind.DeferStmt:
                CheckSuspended(ref x, ((DeferStmt)s).Call);
                break;

            case NodeKind.BranchStmt:
                hasLabel |= ((BranchStmt)s).Label != null;
                return;

            case NodeKind.LabeledStmt:
                hasLabel = true;
                Stmt(((LabeledStmt)s).Stmt);
                return;

            case NodeKind.SendStmt:
                CheckSend(ref x, (SendStmt)s);
                break;
        }

        ProcessDelayed(bottom);
    }

    private void CheckExpr(ref Operand x, ExprStmt s)
    {
        var kind = RawExpr(null, ref x, s.X, null, false);
        switch (x.Mode)
        {
            case OperandMode.Builtin:
                Report(s.Pos, "built-in function must be called");
                break;
            case OperandMode.TypeExpr:
                Report(s.Pos, "type is not an expression");
                break;
            case OperandMode.Unknown:
                break;
            default:
                if (kind != ExprKind.Statement)
                {
                    Report(s.Pos, "expression is not used");
                }

                break;
        }
    }

    private void CheckAssign(ref Operand x, AssignStmt s)
    {
        switch (s.Tok)
        {
            case TokenKind.Define:
                ShortVarDecl(s.TokPos, s.Lhs, s.Rhs);
                break;
            case TokenKind.Assign:
                AssignVars(s.Lhs, s.Rhs);
                break;
            default:
                if (s.Lhs.Length != 1 || s.Rhs.Length != 1)
                {
                    Report(s.TokPos, "assignment operation requires single-valued expressions");
                    return;
                }

                Binary(ref x, null, s.Lhs[0], s.Rhs[0], BinaryOperator(s.Tok), s.TokPos);
                if (x.IsValid)
                {
                    AssignVar(s.Lhs[0], ref x, "assignment");
                }

                break;
        }
    }

    // The assignment operators come in the order of the binary ones.
    private static TokenKind BinaryOperator(TokenKind assignOp) =>
        assignOp - (TokenKind.AddAssign - TokenKind.Add);

    private void CheckIncDec(ref Operand x, IncDecStmt s)
    {
        Expr(null, ref x, s.X);
        if (!x.IsValid)
        {
            return;
        }

        if (!AllBasic(x.Type, BasicInfo.Numeric) && !IsUnknown(x.Type))
        {
            Report(s.Pos, "non-numeric operand of ++ or --");
            return;
        }

        // As with x += 1, x is looked at once as an operand and once as what is assigned to. The one has no expression.
        var type = LhsVar(s.X);
        if (type is null or UnknownType)
        {
            return;
        }

        x.Mode = OperandMode.Value;
        x.Val = null;
    }

    private void CheckSend(ref Operand x, SendStmt s)
    {
        Expr(null, ref x, s.Chan);
        Operand value = default;
        GenericExpr(ref value, s.Value, null);
        if (!x.IsValid || !value.IsValid)
        {
            return;
        }

        if (ChanElem(s.Arrow, ref x, false) is { } elem and not UnknownType)
        {
            Assignment(ref value, elem, "send");
        }
    }

    private void CheckReturn(ReturnStmt s)
    {
        var results = sig!.Results.Vars;
        if (s.Results.Length == 0)
        {
            if (results.Length > 0 && results[0].Name.Length == 0)
            {
                Report(s.Pos, "not enough return values");
            }

            return;
        }

        if (results.Length == 0)
        {
            foreach (var e in s.Results)
            {
                Use(e);
            }

            Report(s.Results[0].Pos, "too many return values");
            return;
        }

        InitVars(results.AsSpan(), s.Results, true);
    }

    private void Condition(ref Operand x, Expr e)
    {
        Expr(null, ref x, e);
        if (x.IsValid && !AllBasic(x.Type, BasicInfo.Boolean) && !IsUnknown(x.Type))
        {
            Report(e.Pos, "non-boolean condition");
        }
    }

    private void CheckSuspended(ref Operand x, CallExpr call)
    {
        if (RawExpr(null, ref x, call, null, false) != ExprKind.Statement)
        {
            Report(call.Pos, "go and defer require a function call");
        }
    }

    private void CheckSwitch(ref Operand x, SwitchStmt s, int bottom)
    {
        OpenScope(s, "switch");
        Stmt(s.Init);
        if (s.Tag != null)
        {
            Expr(null, ref x, s.Tag);
            Assignment(ref x, null, "switch expression");
            if (x.IsValid && !IsUnknown(x.Type) && !Comparable(x.Type) && !HasNil(x.Type))
            {
                Report(s.Tag.Pos, "cannot switch on what is not comparable");
                x.Invalidate();
            }
        }
        else
        {
            x.Mode = OperandMode.Constant;
            x.Type = Universe.Bool;
            x.Val = ConstantValue.MakeBool(true);
        }

        foreach (var c in s.Body.List)
        {
            if (c is not CaseClause clause)
            {
                continue;
            }

            CaseValues(ref x, clause.List);
            OpenScope(clause, "case");
            StmtList(clause.Body);
            CloseScope();
        }

        ProcessDelayed(bottom);
        CloseScope();
    }

    private void CaseValues(ref Operand x, ImmutableArray<Expr> values)
    {
        foreach (var e in values)
        {
            Operand v = default;
            Expr(null, ref v, e);
            if (!x.IsValid || !v.IsValid)
            {
                continue;
            }

            ConvertUntyped(ref v, x.Type);
            if (!v.IsValid)
            {
                continue;
            }

            // The tag is compared with every case: what the comparison does to it must not stay.
            var tag = x;
            Comparison(ref v, ref tag, TokenKind.Eql, true);
        }
    }

    private void CheckTypeSwitch(ref Operand x, TypeSwitchStmt s, int bottom)
    {
        OpenScope(s, "type switch");
        Stmt(s.Init);
        Ident? lhs = null;
        Expr? guard;
        switch (s.Assign)
        {
            case ExprStmt e:
                guard = e.X;
                break;
            case AssignStmt { Tok: TokenKind.Define, Lhs: [Ident ident], Rhs: [var rhs] }:
                guard = rhs;
                if (ident.IsBlank)
                {
                    Report(ident.Pos, "no new variable on left side of :=");
                }
                else
                {
                    lhs = ident;
                    RecordDef(ident, null);
                }

                break;
            default:
                guard = null;
                break;
        }

        if (guard is not TypeAssertExpr { Type: null } assertion)
        {
            Report(s.Pos, "incorrect form of type switch guard");
            ProcessDelayed(bottom);
            CloseScope();
            return;
        }

        Expr(null, ref x, assertion.X);
        if (x.IsValid && !IsUnknown(x.Type) && (IsTypeParam(x.Type) || x.Type.Underlying is not InterfaceType))
        {
            Report(assertion.X.Pos, "type switch on what is not an interface");
            x.Invalidate();
        }

        foreach (var c in s.Body.List)
        {
            if (c is not CaseClause clause)
            {
                continue;
            }

            var type = CaseTypes(ref x, clause.List);
            OpenScope(clause, "case");
            if (lhs != null)
            {
                var obj = new Var(VarKind.Local, package, lhs.Name, file.Tree.File, lhs.Pos, type);
                Declare(scope, null, obj, clause.Colon);
                RecordImplicit(clause, obj);
            }

            StmtList(clause.Body);
            CloseScope();
        }

        ProcessDelayed(bottom);
        CloseScope();
    }

    // The type of the variable that the type switch declares, in the clause with these types.
    private GoType CaseTypes(ref Operand x, ImmutableArray<Expr> types)
    {
        GoType? type = null;
        foreach (var e in types)
        {
            if (IsNilIdent(e))
            {
                Operand nil = default;
                Expr(null, ref nil, e);
                type = null;
            }
            else
            {
                type = VarType(e);
            }
        }

        return types.Length == 1 && type != null ? type : x.Type;
    }

    private bool IsNilIdent(Expr e) => Unparen(e) is Ident name && Lookup(name.Name) is Nil;

    private void CheckSelect(SelectStmt s)
    {
        foreach (var c in s.Body.List)
        {
            if (c is not CommClause clause)
            {
                continue;
            }

            var received = clause.Comm switch
            {
                AssignStmt { Rhs: [var rhs] } => rhs,
                ExprStmt e => e.X,
                _ => null,
            };
            if (clause.Comm is not (null or SendStmt)
                && (received == null || Unparen(received) is not UnaryExpr { Op: TokenKind.Arrow }))
            {
                Report(clause.Comm.Pos, "select case must be send or receive");
            }

            OpenScope(clause, "case");
            Stmt(clause.Comm);
            StmtList(clause.Body);
            CloseScope();
        }
    }
}
