using System.Collections.Immutable;

namespace Unpark.Go.Syntax;

/// <summary>
/// Visits nodes by their class. What is not overridden visits the children in source order, so that a subclass that
/// overrides one method walks a whole tree. Comments are not visited.
/// </summary>
/// <remarks>Depth is no concern: on a thread whose stack runs short, the walk goes on where there is more.</remarks>
public abstract class SyntaxVisitor
{
    /// <summary>Visits a node; null is passed over.</summary>
    public void Visit(Node? node)
    {
        if (node is null)
        {
            return;
        }

        if (!System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            StackGuard.Run((Visitor: this, node), static at => at.Visitor.VisitNode(at.node));
            return;
        }

        VisitNode(node);
    }

    /// <summary>Called for every node before its own method; an override that does not call this skips the subtree.</summary>
    protected virtual void VisitNode(Node node) => node.Accept(this);

    /// <summary>Visits the nodes in order.</summary>
    public void VisitList<T>(ImmutableArray<T> nodes)
        where T : Node
    {
        foreach (var node in nodes)
        {
            Visit(node);
        }
    }

    /// <summary>Visits a <see cref="BadExpr"/>.</summary>
    public virtual void VisitBadExpr(BadExpr node)
    {
    }

    /// <summary>Visits a <see cref="Ident"/>.</summary>
    public virtual void VisitIdent(Ident node)
    {
    }

    /// <summary>Visits a <see cref="Ellipsis"/>.</summary>
    public virtual void VisitEllipsis(Ellipsis node)
    {
        Visit(node.Elt);
    }

    /// <summary>Visits a <see cref="BasicLit"/>.</summary>
    public virtual void VisitBasicLit(BasicLit node)
    {
    }

    /// <summary>Visits a <see cref="FuncLit"/>.</summary>
    public virtual void VisitFuncLit(FuncLit node)
    {
        Visit(node.Type);
        Visit(node.Body);
    }

    /// <summary>Visits a <see cref="CompositeLit"/>.</summary>
    public virtual void VisitCompositeLit(CompositeLit node)
    {
        Visit(node.Type);
        VisitList(node.Elts);
    }

    /// <summary>Visits a <see cref="ParenExpr"/>.</summary>
    public virtual void VisitParenExpr(ParenExpr node)
    {
        Visit(node.X);
    }

    /// <summary>Visits a <see cref="SelectorExpr"/>.</summary>
    public virtual void VisitSelectorExpr(SelectorExpr node)
    {
        Visit(node.X);
        Visit(node.Sel);
    }

    /// <summary>Visits a <see cref="IndexExpr"/>.</summary>
    public virtual void VisitIndexExpr(IndexExpr node)
    {
        Visit(node.X);
        Visit(node.Index);
    }

    /// <summary>Visits a <see cref="IndexListExpr"/>.</summary>
    public virtual void VisitIndexListExpr(IndexListExpr node)
    {
        Visit(node.X);
        VisitList(node.Indices);
    }

    /// <summary>Visits a <see cref="SliceExpr"/>.</summary>
    public virtual void VisitSliceExpr(SliceExpr node)
    {
        Visit(node.X);
        Visit(node.Low);
        Visit(node.High);
        Visit(node.Max);
    }

    /// <summary>Visits a <see cref="TypeAssertExpr"/>.</summary>
    public virtual void VisitTypeAssertExpr(TypeAssertExpr node)
    {
        Visit(node.X);
        Visit(node.Type);
    }

    /// <summary>Visits a <see cref="CallExpr"/>.</summary>
    public virtual void VisitCallExpr(CallExpr node)
    {
        Visit(node.Fun);
        VisitList(node.Args);
    }

    /// <summary>Visits a <see cref="StarExpr"/>.</summary>
    public virtual void VisitStarExpr(StarExpr node)
    {
        Visit(node.X);
    }

    /// <summary>Visits a <see cref="UnaryExpr"/>.</summary>
    public virtual void VisitUnaryExpr(UnaryExpr node)
    {
        Visit(node.X);
    }

    /// <summary>Visits a <see cref="BinaryExpr"/>.</summary>
    public virtual void VisitBinaryExpr(BinaryExpr node)
    {
        Visit(node.X);
        Visit(node.Y);
    }

    /// <summary>Visits a <see cref="KeyValueExpr"/>.</summary>
    public virtual void VisitKeyValueExpr(KeyValueExpr node)
    {
        Visit(node.Key);
        Visit(node.Value);
    }

    /// <summary>Visits a <see cref="ArrayTypeExpr"/>.</summary>
    public virtual void VisitArrayTypeExpr(ArrayTypeExpr node)
    {
        Visit(node.Len);
        Visit(node.Elt);
    }

    /// <summary>Visits a <see cref="StructTypeExpr"/>.</summary>
    public virtual void VisitStructTypeExpr(StructTypeExpr node)
    {
        Visit(node.Fields);
    }

    /// <summary>Visits a <see cref="FuncTypeExpr"/>.</summary>
    public virtual void VisitFuncTypeExpr(FuncTypeExpr node)
    {
        Visit(node.TypeParams);
        Visit(node.Params);
        Visit(node.Results);
    }

    /// <summary>Visits a <see cref="InterfaceTypeExpr"/>.</summary>
    public virtual void VisitInterfaceTypeExpr(InterfaceTypeExpr node)
    {
        Visit(node.Methods);
    }

    /// <summary>Visits a <see cref="MapTypeExpr"/>.</summary>
    public virtual void VisitMapTypeExpr(MapTypeExpr node)
    {
        Visit(node.Key);
        Visit(node.Value);
    }

    /// <summary>Visits a <see cref="ChanTypeExpr"/>.</summary>
    public virtual void VisitChanTypeExpr(ChanTypeExpr node)
    {
        Visit(node.Value);
    }

    /// <summary>Visits a <see cref="BadStmt"/>.</summary>
    public virtual void VisitBadStmt(BadStmt node)
    {
    }

    /// <summary>Visits a <see cref="DeclStmt"/>.</summary>
    public virtual void VisitDeclStmt(DeclStmt node)
    {
        Visit(node.Decl);
    }

    /// <summary>Visits a <see cref="EmptyStmt"/>.</summary>
    public virtual void VisitEmptyStmt(EmptyStmt node)
    {
    }

    /// <summary>Visits a <see cref="LabeledStmt"/>.</summary>
    public virtual void VisitLabeledStmt(LabeledStmt node)
    {
        Visit(node.Label);
        Visit(node.Stmt);
    }

    /// <summary>Visits a <see cref="ExprStmt"/>.</summary>
    public virtual void VisitExprStmt(ExprStmt node)
    {
        Visit(node.X);
    }

    /// <summary>Visits a <see cref="SendStmt"/>.</summary>
    public virtual void VisitSendStmt(SendStmt node)
    {
        Visit(node.Chan);
        Visit(node.Value);
    }

    /// <summary>Visits a <see cref="IncDecStmt"/>.</summary>
    public virtual void VisitIncDecStmt(IncDecStmt node)
    {
        Visit(node.X);
    }

    /// <summary>Visits a <see cref="AssignStmt"/>.</summary>
    public virtual void VisitAssignStmt(AssignStmt node)
    {
        VisitList(node.Lhs);
        VisitList(node.Rhs);
    }

    /// <summary>Visits a <see cref="GoStmt"/>.</summary>
    public virtual void VisitGoStmt(GoStmt node)
    {
        Visit(node.Call);
    }

    /// <summary>Visits a <see cref="DeferStmt"/>.</summary>
    public virtual void VisitDeferStmt(DeferStmt node)
    {
        Visit(node.Call);
    }

    /// <summary>Visits a <see cref="ReturnStmt"/>.</summary>
    public virtual void VisitReturnStmt(ReturnStmt node)
    {
        VisitList(node.Results);
    }

    /// <summary>Visits a <see cref="BranchStmt"/>.</summary>
    public virtual void VisitBranchStmt(BranchStmt node)
    {
        Visit(node.Label);
    }

    /// <summary>Visits a <see cref="BlockStmt"/>.</summary>
    public virtual void VisitBlockStmt(BlockStmt node)
    {
        VisitList(node.List);
    }

    /// <summary>Visits a <see cref="IfStmt"/>.</summary>
    public virtual void VisitIfStmt(IfStmt node)
    {
        Visit(node.Init);
        Visit(node.Cond);
        Visit(node.Body);
        Visit(node.Else);
    }

    /// <summary>Visits a <see cref="CaseClause"/>.</summary>
    public virtual void VisitCaseClause(CaseClause node)
    {
        VisitList(node.List);
        VisitList(node.Body);
    }

    /// <summary>Visits a <see cref="SwitchStmt"/>.</summary>
    public virtual void VisitSwitchStmt(SwitchStmt node)
    {
        Visit(node.Init);
        Visit(node.Tag);
        Visit(node.Body);
    }

    /// <summary>Visits a <see cref="TypeSwitchStmt"/>.</summary>
    public virtual void VisitTypeSwitchStmt(TypeSwitchStmt node)
    {
        Visit(node.Init);
        Visit(node.Assign);
        Visit(node.Body);
    }

    /// <summary>Visits a <see cref="CommClause"/>.</summary>
    public virtual void VisitCommClause(CommClause node)
    {
        Visit(node.Comm);
        VisitList(node.Body);
    }

    /// <summary>Visits a <see cref="SelectStmt"/>.</summary>
    public virtual void VisitSelectStmt(SelectStmt node)
    {
        Visit(node.Body);
    }

    /// <summary>Visits a <see cref="ForStmt"/>.</summary>
    public virtual void VisitForStmt(ForStmt node)
    {
        Visit(node.Init);
        Visit(node.Cond);
        Visit(node.Post);
        Visit(node.Body);
    }

    /// <summary>Visits a <see cref="RangeStmt"/>.</summary>
    public virtual void VisitRangeStmt(RangeStmt node)
    {
        Visit(node.Key);
        Visit(node.Value);
        Visit(node.X);
        Visit(node.Body);
    }

    /// <summary>Visits a <see cref="ImportSpec"/>.</summary>
    public virtual void VisitImportSpec(ImportSpec node)
    {
        Visit(node.Name);
        Visit(node.Path);
    }

    /// <summary>Visits a <see cref="ValueSpec"/>.</summary>
    public virtual void VisitValueSpec(ValueSpec node)
    {
        VisitList(node.Names);
        Visit(node.Type);
        VisitList(node.Values);
    }

    /// <summary>Visits a <see cref="TypeSpec"/>.</summary>
    public virtual void VisitTypeSpec(TypeSpec node)
    {
        Visit(node.Name);
        Visit(node.TypeParams);
        Visit(node.Type);
    }

    /// <summary>Visits a <see cref="BadDecl"/>.</summary>
    public virtual void VisitBadDecl(BadDecl node)
    {
    }

    /// <summary>Visits a <see cref="GenDecl"/>.</summary>
    public virtual void VisitGenDecl(GenDecl node)
    {
        VisitList(node.Specs);
    }

    /// <summary>Visits a <see cref="FuncDecl"/>.</summary>
    public virtual void VisitFuncDecl(FuncDecl node)
    {
        Visit(node.Recv);
        Visit(node.Name);
        Visit(node.Type);
        Visit(node.Body);
    }

    /// <summary>Visits a <see cref="Field"/>.</summary>
    public virtual void VisitField(Field node)
    {
        VisitList(node.Names);
        Visit(node.Type);
        Visit(node.Tag);
    }

    /// <summary>Visits a <see cref="FieldList"/>.</summary>
    public virtual void VisitFieldList(FieldList node)
    {
        VisitList(node.List);
    }

    /// <summary>Visits a <see cref="FileNode"/>.</summary>
    public virtual void VisitFileNode(FileNode node)
    {
        Visit(node.Name);
        VisitList(node.Decls);
    }
}
