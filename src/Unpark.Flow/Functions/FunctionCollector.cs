using System.Collections.Immutable;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>Collects the functions of a file and what is written in each.</summary>
internal sealed class FunctionCollector : SyntaxVisitor
{
    private readonly FlowPackage package;
    private readonly TypedFile file;
    private readonly ImmutableArray<FlowFunction>.Builder functions;
    private readonly ImmutableArray<(TypedFile, CompositeLit)>.Builder packageLevel;
    private Contents? current;

    public FunctionCollector(FlowPackage package, TypedFile file, ImmutableArray<FlowFunction>.Builder functions,
        ImmutableArray<(TypedFile, CompositeLit)>.Builder packageLevel)
    {
        this.package = package;
        this.file = file;
        this.functions = functions;
        this.packageLevel = packageLevel;
    }

    public override void VisitFuncDecl(FuncDecl node)
    {
        if (node.Body != null)
        {
            Enter(node, node.Body);
        }
    }

    public override void VisitFuncLit(FuncLit node) => Enter(node, node.Body);

    public override void VisitCallExpr(CallExpr node)
    {
        current?.Calls.Add(node);
        base.VisitCallExpr(node);
    }

    public override void VisitCompositeLit(CompositeLit node)
    {
        if (node.Type != null)
        {
            if (current != null)
            {
                current.Composites.Add(node);
            }
            else
            {
                packageLevel.Add((file, node));
            }
        }

        base.VisitCompositeLit(node);
    }

    public override void VisitForStmt(ForStmt node)
    {
        current?.Loops.Add(node);
        base.VisitForStmt(node);
    }

    public override void VisitRangeStmt(RangeStmt node)
    {
        current?.Loops.Add(node);
        base.VisitRangeStmt(node);
    }

    public override void VisitSelectStmt(SelectStmt node)
    {
        current?.Selects.Add(node);
        base.VisitSelectStmt(node);
    }

    public override void VisitGoStmt(GoStmt node)
    {
        current?.Goroutines.Add(node);
        base.VisitGoStmt(node);
    }

    public override void VisitDeferStmt(DeferStmt node)
    {
        current?.Defers.Add(node);
        base.VisitDeferStmt(node);
    }

    // Types hold no calls worth collecting, and tables of literals without types need no look.
    public override void VisitTypeSpec(TypeSpec node)
    {
    }

    private void Enter(Node node, BlockStmt body)
    {
        var outer = current;
        var function = new FlowFunction(package, file, node, body, outer?.Function);
        functions.Add(function);
        outer?.Literals.Add(function);
        current = new Contents(function);
        Visit(body);
        function.Calls = [.. current.Calls];
        function.Composites = [.. current.Composites];
        function.Literals = [.. current.Literals];
        function.LoopStatements = [.. current.Loops];
        function.Selects = [.. current.Selects];
        function.Goroutines = [.. current.Goroutines];
        function.Defers = [.. current.Defers];
        current = outer;
    }

    private sealed class Contents(FlowFunction function)
    {
        public FlowFunction Function { get; } = function;

        public List<CallExpr> Calls { get; } = [];

        public List<CompositeLit> Composites { get; } = [];

        public List<FlowFunction> Literals { get; } = [];

        public List<Stmt> Loops { get; } = [];

        public List<SelectStmt> Selects { get; } = [];

        public List<GoStmt> Goroutines { get; } = [];

        public List<DeferStmt> Defers { get; } = [];
    }
}
