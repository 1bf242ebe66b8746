using System.Collections.Immutable;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>A function with a body: a declared function or method, or a function literal.</summary>
public sealed class FlowFunction
{
    private ControlFlowGraph? graph;
    private ParentMap? parents;
    private LocalVariables? locals;
    private ImmutableArray<FunctionLoop> loops;
    private SsaCaptures? captures;
    private SsaFunction? ssa;

    internal FlowFunction(FlowPackage package, TypedFile file, Node syntax, BlockStmt body, FlowFunction? outer)
    {
        Package = package;
        File = file;
        Syntax = syntax;
        Body = body;
        Outer = outer;
        Object = syntax is FuncDecl decl ? file.DefOf(decl.Name) as Func : null;
        Name = outer?.Name ?? (syntax is FuncDecl named ? FunctionNames.Of(named) : "");
    }

    /// <summary>The package.</summary>
    public FlowPackage Package { get; }

    /// <summary>The file, with the facts about its expressions.</summary>
    public TypedFile File { get; }

    /// <summary>The <see cref="FuncDecl"/> or <see cref="FuncLit"/>.</summary>
    public Node Syntax { get; }

    /// <summary>The body.</summary>
    public BlockStmt Body { get; }

    /// <summary>Of a function literal the function it is written in; null if that is none.</summary>
    public FlowFunction? Outer { get; }

    /// <summary>The declared function, or the outermost function literal, that this one is in, or itself.</summary>
    public FlowFunction Root => Outer?.Root ?? this;

    /// <summary>The object of a declared function; null for a function literal.</summary>
    public Func? Object { get; }

    /// <summary>
    /// The declared function this is or is in, as Go prints it: <c>f</c>, <c>(T).m</c> or <c>(*T).m</c>; empty outside one.
    /// </summary>
    public string Name { get; }

    /// <summary>The signature's syntax.</summary>
    public FuncTypeExpr Type => Syntax is FuncDecl decl ? decl.Type : ((FuncLit)Syntax).Type;

    /// <summary>The calls in the body in source order; those in function literals belong to these.</summary>
    public ImmutableArray<CallExpr> Calls { get; internal set; } = [];

    /// <summary>The composite literals with a type in the body in source order.</summary>
    public ImmutableArray<CompositeLit> Composites { get; internal set; } = [];

    /// <summary>The function literals written in the body, not those within them.</summary>
    public ImmutableArray<FlowFunction> Literals { get; internal set; } = [];

    /// <summary>The <see cref="ForStmt"/>s and <see cref="RangeStmt"/>s in the body in source order.</summary>
    public ImmutableArray<Stmt> LoopStatements { get; internal set; } = [];

    /// <summary>The select statements in the body in source order.</summary>
    public ImmutableArray<SelectStmt> Selects { get; internal set; } = [];

    /// <summary>The go statements in the body in source order.</summary>
    public ImmutableArray<GoStmt> Goroutines { get; internal set; } = [];

    /// <summary>The defer statements in the body in source order.</summary>
    public ImmutableArray<DeferStmt> Defers { get; internal set; } = [];

    /// <summary>
    /// The loops that a for statement makes and that control can go round in, in source order; found when asked for the
    /// first time.
    /// </summary>
    public ImmutableArray<FunctionLoop> Loops
    {
        get
        {
            if (loops.IsDefault)
            {
                loops = LoopStatements.IsEmpty ? [] : FunctionLoop.In(this);
            }

            return loops;
        }
    }

    /// <summary>The control flow; built when asked for the first time.</summary>
    public ControlFlowGraph Graph => graph ??= ControlFlowGraph.Build(Syntax, Package.CallsIn(File));

    /// <summary>The parents of the nodes of <see cref="Root"/>.</summary>
    public ParentMap Parents => Outer != null ? Root.Parents : parents ??= new ParentMap(Syntax);

    /// <summary>How the local variables of <see cref="Root"/>, parameters included, are assigned.</summary>
    public LocalVariables Locals => Outer != null ? Root.Locals : locals ??= new LocalVariables(this);

    /// <summary>The function in SSA form; built when asked for the first time.</summary>
    public SsaFunction Ssa => ssa ??= SsaBuilder.Build(this);

    /// <summary>Which variables the literals in <see cref="Root"/> capture.</summary>
    internal SsaCaptures Captures => Outer != null ? Root.Captures : captures ??= new SsaCaptures(this);

    /// <summary>True if the function is this one, or a literal in it or in one of its literals.</summary>
    public bool Encloses(FlowFunction function)
    {
        for (var at = function; at != null; at = at.Outer)
        {
            if (at == this)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The parameter at a place, from 0; null if it has no name, or there is none.</summary>
    public Var? ParameterAt(int index)
    {
        foreach (var field in Type.Params.List)
        {
            if (index < field.Names.Length)
            {
                return field.Names[index].IsBlank ? null : File.DefOf(field.Names[index]) as Var;
            }

            index -= Math.Max(field.Names.Length, 1);
            if (index < 0)
            {
                break;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
