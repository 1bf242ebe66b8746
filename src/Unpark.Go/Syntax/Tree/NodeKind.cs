namespace Unpark.Go.Syntax;

/// <summary>The kind of a syntax node, one for each sealed class of nodes.</summary>
public enum NodeKind : byte
{
    /// <summary>A <see cref="Syntax.BadExpr"/>.</summary>
    BadExpr,
    /// <summary>A <see cref="Syntax.Ident"/>.</summary>
    Ident,
    /// <summary>A <see cref="Syntax.Ellipsis"/>.</summary>
    Ellipsis,
    /// <summary>A <see cref="Syntax.BasicLit"/>.</summary>
    BasicLit,
    /// <summary>A <see cref="Syntax.FuncLit"/>.</summary>
    FuncLit,
    /// <summary>A <see cref="Syntax.CompositeLit"/>.</summary>
    CompositeLit,
    /// <summary>A <see cref="Syntax.ParenExpr"/>.</summary>
    ParenExpr,
    /// <summary>A <see cref="Syntax.SelectorExpr"/>.</summary>
    SelectorExpr,
    /// <summary>A <see cref="Syntax.IndexExpr"/>.</summary>
    IndexExpr,
    /// <summary>A <see cref="Syntax.IndexListExpr"/>.</summary>
    IndexListExpr,
    /// <summary>A <see cref="Syntax.SliceExpr"/>.</summary>
    SliceExpr,
    /// <summary>A <see cref="Syntax.TypeAssertExpr"/>.</summary>
    TypeAssertExpr,
    /// <summary>A <see cref="Syntax.CallExpr"/>.</summary>
    CallExpr,
    /// <summary>A <see cref="Syntax.StarExpr"/>.</summary>
    StarExpr,
    /// <summary>A <see cref="Syntax.UnaryExpr"/>.</summary>
    UnaryExpr,
    /// <summary>A <see cref="Syntax.BinaryExpr"/>.</summary>
    BinaryExpr,
    /// <summary>A <see cref="Syntax.KeyValueExpr"/>.</summary>
    KeyValueExpr,
    /// <summary>A <see cref="Syntax.ArrayTypeExpr"/>.</summary>
    ArrayTypeExpr,
    /// <summary>A <see cref="Syntax.StructTypeExpr"/>.</summary>
    StructTypeExpr,
    /// <summary>A <see cref="Syntax.FuncTypeExpr"/>.</summary>
    FuncTypeExpr,
    /// <summary>A <see cref="Syntax.InterfaceTypeExpr"/>.</summary>
    InterfaceTypeExpr,
    /// <summary>A <see cref="Syntax.MapTypeExpr"/>.</summary>
    MapTypeExpr,
    /// <summary>A <see cref="Syntax.ChanTypeExpr"/>.</summary>
    ChanTypeExpr,
    /// <summary>A <see cref="Syntax.BadStmt"/>.</summary>
    BadStmt,
    /// <summary>A <see cref="Syntax.DeclStmt"/>.</summary>
    DeclStmt,
    /// <summary>A <see cref="Syntax.EmptyStmt"/>.</summary>
    EmptyStmt,
    /// <summary>A <see cref="Syntax.LabeledStmt"/>.</summary>
    LabeledStmt,
    /// <summary>A <see cref="Syntax.ExprStmt"/>.</summary>
    ExprStmt,
    /// <summary>A <see cref="Syntax.SendStmt"/>.</summary>
    SendStmt,
    /// <summary>A <see cref="Syntax.IncDecStmt"/>.</summary>
    IncDecStmt,
    /// <summary>A <see cref="Syntax.AssignStmt"/>.</summary>
    AssignStmt,
    /// <summary>A <see cref="Syntax.GoStmt"/>.</summary>
    GoStmt,
    /// <summary>A <see cref="Syntax.DeferStmt"/>.</summary>
    DeferStmt,
    /// <summary>A <see cref="Syntax.ReturnStmt"/>.</summary>
    ReturnStmt,
    /// <summary>A <see cref="Syntax.BranchStmt"/>.</summary>
    BranchStmt,
    /// <summary>A <see cref="Syntax.BlockStmt"/>.</summary>
    BlockStmt,
    /// <summary>A <see cref="Syntax.IfStmt"/>.</summary>
    IfStmt,
    /// <summary>A <see cref="Syntax.CaseClause"/>.</summary>
    CaseClause,
    /// <summary>A <see cref="Syntax.SwitchStmt"/>.</summary>
    SwitchStmt,
    /// <summary>A <see cref="Syntax.TypeSwitchStmt"/>.</summary>
    TypeSwitchStmt,
    /// <summary>A <see cref="Syntax.CommClause"/>.</summary>
    CommClause,
    /// <summary>A <see cref="Syntax.SelectStmt"/>.</summary>
    SelectStmt,
    /// <summary>A <see cref="Syntax.ForStmt"/>.</summary>
    ForStmt,
    /// <summary>A <see cref="Syntax.RangeStmt"/>.</summary>
    RangeStmt,
    /// <summary>A <see cref="Syntax.ImportSpec"/>.</summary>
    ImportSpec,
    /// <summary>A <see cref="Syntax.ValueSpec"/>.</summary>
    ValueSpec,
    /// <summary>A <see cref="Syntax.TypeSpec"/>.</summary>
    TypeSpec,
    /// <summary>A <see cref="Syntax.BadDecl"/>.</summary>
    BadDecl,
    /// <summary>A <see cref="Syntax.GenDecl"/>.</summary>
    GenDecl,
    /// <summary>A <see cref="Syntax.FuncDecl"/>.</summary>
    FuncDecl,
    /// <summary>A <see cref="Syntax.Field"/>.</summary>
    Field,
    /// <summary>A <see cref="Syntax.FieldList"/>.</summary>
    FieldList,
    /// <summary>A <see cref="Syntax.SyntaxTree"/>'s root.</summary>
    FileNode,
}
