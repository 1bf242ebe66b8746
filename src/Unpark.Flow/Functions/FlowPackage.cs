using System.Collections.Immutable;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>
/// A package seen as functions. What is asked of it is worked out once; it is used by one thread at a time.
/// </summary>
public sealed class FlowPackage
{
    private const int MaxEndingDepth = 64;
    private readonly Dictionary<Node, FlowFunction> bySyntax = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Func, FlowFunction> byObject = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<TypedFile, TypedCalls> calls = [];
    private readonly Dictionary<FlowFunction, CallEnding> endings = [];
    private readonly HashSet<FlowFunction> endingsInProgress = [];
    private readonly Dictionary<Var, SsaGlobal> globals = new(ReferenceEqualityComparer.Instance);
    private FieldUses? fieldUses;
    private SsaFunction? initialization;
    private CallGraph? callGraph;
    private GoroutineStarts? goroutines;
    private SpawnStatements? spawns;
    private ChannelUses? channels;

    /// <summary>Collects the functions of a package whose bodies are checked. O(nodes).</summary>
    public FlowPackage(TypedPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        Package = package;
        var functions = ImmutableArray.CreateBuilder<FlowFunction>();
        var composites = ImmutableArray.CreateBuilder<(TypedFile, CompositeLit)>();
        foreach (var file in package.Files)
        {
            var collector = new FunctionCollector(this, file, functions, composites);
            collector.Visit(file.Tree.Root);
        }

        Functions = functions.ToImmutable();
        PackageLevelComposites = composites.ToImmutable();
        foreach (var function in Functions)
        {
            bySyntax.Add(function.Syntax, function);
            if (function.Object != null)
            {
                byObject.TryAdd(function.Object.Origin, function);
            }
        }
    }

    /// <summary>The package.</summary>
    public TypedPackage Package { get; }

    /// <summary>The functions with a body, literals too, in source order; an outer function before those in it.</summary>
    public ImmutableArray<FlowFunction> Functions { get; }

    /// <summary>The composite literals with a type outside of functions.</summary>
    public ImmutableArray<(TypedFile File, CompositeLit Literal)> PackageLevelComposites { get; }

    /// <summary>Where the fields of structs are selected; collected when asked for the first time.</summary>
    public FieldUses FieldUses => fieldUses ??= new FieldUses(this);

    /// <summary>Who calls the functions; collected when asked for the first time.</summary>
    public CallGraph CallGraph => callGraph ??= new CallGraph(this);

    /// <summary>Where its functions are started as goroutines; collected when asked for the first time.</summary>
    public GoroutineStarts Goroutines => goroutines ??= new GoroutineStarts(this);

    /// <summary>The go and defer statements; collected when asked for the first time.</summary>
    public SpawnStatements Spawns => spawns ??= new SpawnStatements(this);

    /// <summary>
    /// The function that a call runs, if its body is in this package: a literal that is called where it is written, or a
    /// declared function or method that the call names; otherwise null.
    /// </summary>
    public FlowFunction? TargetOf(TypedFile file, CallExpr call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Callees.Unparen(call.Fun) is FuncLit literal
            ? FunctionOf(literal)
            : Callees.FunctionOf(file, call) is { } callee ? FunctionOf(callee) : null;
    }

    /// <summary>The initialization of the package's variables in SSA form; built when asked for the first time.</summary>
    public SsaFunction Initialization => initialization ??= SsaBuilder.BuildInitialization(this);

    /// <summary>The address of a package-level variable, of this package or another: always the same object.</summary>
    internal SsaGlobal GlobalOf(Var variable)
    {
        if (!globals.TryGetValue(variable, out var global))
        {
            global = new SsaGlobal(variable);
            globals.Add(variable, global);
        }

        return global;
    }

    /// <summary>Where the channels are used; collected when asked for the first time.</summary>
    public ChannelUses Channels => channels ??= new ChannelUses(this);

    /// <summary>The function of an object, or of the one it is an instance of; null if its body is not in this package.</summary>
    public FlowFunction? FunctionOf(Func function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return byObject.GetValueOrDefault(function.Origin);
    }

    /// <summary>The function of its syntax, a <see cref="FuncDecl"/> or <see cref="FuncLit"/>, or null.</summary>
    public FlowFunction? FunctionOf(Node syntax) => bySyntax.GetValueOrDefault(syntax);

    /// <summary>What is known of the calls in a file.</summary>
    public ICallOracle CallsIn(TypedFile file)
    {
        if (!calls.TryGetValue(file, out var found))
        {
            found = new TypedCalls(this, file);
            calls.Add(file, found);
        }

        return found;
    }

    /// <summary>How calling a function of this package ends: whether every path through it panics or ends the process.</summary>
    public CallEnding EndingOf(FlowFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (endings.TryGetValue(function, out var ending))
        {
            return ending;
        }

        if (endingsInProgress.Count == MaxEndingDepth || !endingsInProgress.Add(function))
        {
            return CallEnding.Returns;
        }

        ending = FunctionEnding.MayNotReturn(function) ? FunctionEnding.Of(function.Graph) : CallEnding.Returns;
        endingsInProgress.Remove(function);
        endings.Add(function, ending);
        return ending;
    }
}
