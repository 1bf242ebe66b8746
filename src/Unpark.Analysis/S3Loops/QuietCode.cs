using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S3Loops;

/// <summary>
/// Tells whether executing code neither waits nor does anything that could be what the loop is for: it calls only
/// functions that are known to return at once, and changes nothing but local variables.
/// </summary>
internal sealed class QuietCode : SyntaxVisitor
{
    private const int DeepestCall = 3;
    private readonly FlowFunction function;
    private readonly TypedFile file;
    private readonly int depth;
    private bool quiet = true;
    private bool isShared;

    private QuietCode(FlowFunction function, int depth)
    {
        this.function = function;
        this.depth = depth;
        file = function.File;
    }

    /// <summary>The assignments seen, by their variables.</summary>
    public List<(Var Target, Node Value)> Assignments { get; } = [];

    /// <summary>Looks at steps; null if one of them is not quiet.</summary>
    public static QuietCode? Of(FlowFunction function, FlowBlock block) => Of(function, block, 0);

    private static QuietCode? Of(FlowFunction function, FlowBlock block, int depth)
    {
        var code = new QuietCode(function, depth);
        foreach (var node in block.Nodes)
        {
            switch (node.Kind)
            {
                case FlowNodeKind.Select:
                    break;
                case FlowNodeKind.RangeNext:
                    code.Range((RangeStmt)node.Syntax);
                    break;
                case FlowNodeKind.RunDefers when depth > 0:
                    break;
                case FlowNodeKind.RunDefers or FlowNodeKind.Communication:
                    return null;
                case FlowNodeKind.Operand:
                    // switch s.state(): its cases are all there are.
                    code.Visit(node.Syntax);
                    code.quiet &= !code.isShared;
                    break;
                default:
                    code.Visit(node.Syntax);
                    break;
            }

            if (!code.quiet)
            {
                return null;
            }
        }

        return code;
    }

    public override void VisitAssignStmt(AssignStmt node)
    {
        for (var i = 0; i < node.Lhs.Length; i++)
        {
            Assign(node.Lhs[i], node.Rhs.Length == node.Lhs.Length ? node.Rhs[i] : node.Rhs[0],
                node.Tok is not (TokenKind.Assign or TokenKind.Define));
        }

        VisitList(node.Rhs);
    }

    public override void VisitIncDecStmt(IncDecStmt node) => Assign(node.X, node.X, true);

    public override void VisitUnaryExpr(UnaryExpr node)
    {
        quiet &= node.Op is not (TokenKind.Arrow or TokenKind.And);
        base.VisitUnaryExpr(node);
    }

    public override void VisitTypeAssertExpr(TypeAssertExpr node)
    {
        // A type switch: each of its clauses has a variable of its own.
        quiet &= node.Type != null;
        base.VisitTypeAssertExpr(node);
    }

    public override void VisitSendStmt(SendStmt node) => quiet = false;

    public override void VisitGoStmt(GoStmt node) => quiet = false;

    public override void VisitDeferStmt(DeferStmt node)
    {
        quiet &= depth > 0;
        VisitCallExpr(node.Call);
    }

    public override void VisitReturnStmt(ReturnStmt node)
    {
        if (depth > 0)
        {
            base.VisitReturnStmt(node);
        }
    }

    public override void VisitFuncLit(FuncLit node) => quiet = false;

    public override void VisitCallExpr(CallExpr node)
    {
        quiet &= IsQuiet(node);
        if (Callees.Of(file, node) is Func { Package.Path: "sync/atomic" } && node.Args is [UnaryExpr { Op: TokenKind.And, X: var variable }])
        {
            // Its address is taken to read it only.
            Visit(node.Fun);
            Visit(variable);
            return;
        }

        base.VisitCallExpr(node);
    }

    private bool IsQuiet(CallExpr call)
    {
        if (file.TypeOf(call.Fun).IsType)
        {
            return true;
        }

        switch (Callees.Of(file, call))
        {
            case Builtin { Name: var name }:
                return name is "len" or "cap" or "min" or "max" or "append" or "make" or "new" or "print" or "println";
            case Func { Package: { } package } called:
                isShared |= package.Path is "sync" or "sync/atomic";
                return IsQuiet(package.Path, called) || (function.Package.FunctionOf(called) is { } body && OnlyAsks(body));
            default:
                return false;
        }
    }

    // A function that only looks at what other goroutines share with it, under a lock or atomically.
    private bool OnlyAsks(FlowFunction body)
    {
        if (depth == DeepestCall || body == function)
        {
            return false;
        }

        var asks = false;
        foreach (var block in body.Graph.ReversePostOrder)
        {
            if (Of(body, block, depth + 1) is not { } code)
            {
                return false;
            }

            asks |= code.isShared;
        }

        isShared |= asks;
        return asks;
    }

    private static bool IsQuiet(string path, Func function) => path switch
    {
        "sync/atomic" => function.Name.StartsWith("Load", StringComparison.Ordinal),
        "sync" => function.Name is "TryLock" or "TryRLock" or "Lock" or "Unlock" or "RLock" or "RUnlock",
        "time" => function.Name is "Now" or "Since" or "Until" || (function.IsMethod
            && Callees.ReceiverName(function) is "Time" or "Duration"),
        "context" => function.Name == "Err",
        "fmt" => function.Name is "Sprint" or "Sprintf" or "Sprintln" or "Print" or "Printf" or "Println" or "Errorf",
        "log" => function.Name is "Print" or "Printf" or "Println",
        "errors" or "strings" or "strconv" or "math" or "math/bits" or "unicode" or "unicode/utf8" or "bytes" => !function.IsMethod,
        _ => false,
    };

    private void Range(RangeStmt range) =>
        quiet &= file.TypeOf(range.X).Type?.Underlying is SliceType or ArrayType or PointerType or MapType or BasicType;

    private void Assign(Expr target, Node value, bool advances)
    {
        if (Callees.Unparen(target) is not Ident name)
        {
            quiet = false;
            return;
        }

        if (!name.IsBlank && file.ObjectOf(name) is Var variable)
        {
            if (variable.Kind == VarKind.Package)
            {
                quiet = false;
            }
            else if (!advances)
            {
                Assignments.Add((variable, value));
            }
        }
    }
}
