using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>
/// Makes the SSA form of a function: first with a variable in memory for every declared one, then lifting those to values
/// that only loads and stores refer to (<see cref="SsaLifting"/>). It has blocks of its own instead of those of
/// <see cref="ControlFlowGraph"/>, because operators within expressions branch here too; how calls end is asked of the same
/// <see cref="ICallOracle"/>. Source: Go specification; golang.org/x/tools/go/ssa for the order of evaluation.
/// </summary>
internal sealed partial class SsaBuilder
{
    private readonly FlowPackage package;
    private readonly SsaFunction result;
    private readonly SsaCaptures? captures;
    private readonly List<SsaBlock> blocks = [];
    private readonly Dictionary<Var, SsaValue> addresses = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Var, SsaFreeVariable> free = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, Label> labels = [];
    private readonly List<(Var? Variable, GoType Type, SsaAlloc? Alloc)> results = [];
    private bool hasDefers;
    private TypedFile file;
    private ICallOracle oracle;
    private SsaBlock current;
    private Targets? targets;

    private SsaBuilder(FlowPackage package, SsaFunction result, TypedFile file, SsaCaptures? captures)
    {
        this.package = package;
        this.result = result;
        this.file = file;
        this.captures = captures;
        oracle = package.CallsIn(file);
        current = NewBlock(FlowBlockKind.Entry);
        blocks.Add(current);
    }

    /// <summary>The SSA form of a function. O(size * depth of nesting) in practice.</summary>
    public static SsaFunction Build(FlowFunction function)
    {
        var signature = function.Syntax is FuncLit literal
            ? function.File.TypeOf(literal).Type as Signature ?? Signature.Empty
            : function.Object?.Signature ?? Signature.Empty;
        var result = new SsaFunction(function.Package, function, signature);
        var builder = new SsaBuilder(function.Package, result, function.File, function.Captures);
        builder.Function(function);
        return result;
    }

    /// <summary>The initialization of a package's variables (Go specification, "Package initialization").</summary>
    public static SsaFunction BuildInitialization(FlowPackage package)
    {
        var result = new SsaFunction(package, null, Signature.Empty);
        var files = package.Package.Files;
        if (files.IsEmpty)
        {
            var empty = new SsaBlock(result, FlowBlockKind.Entry);
            empty.Building.Add(new SsaInstruction(SsaOp.Return, TupleType.Empty, null));
            SsaFinisher.Finish(result, [empty]);
            return result;
        }

        var builder = new SsaBuilder(package, result, files[0], null);
        var fileOf = files.ToDictionary(f => f.Tree.File);
        foreach (var initializer in package.Package.InitOrder())
        {
            if (initializer.Lhs is [{ File: { } source }, ..] && fileOf.TryGetValue(source, out var file))
            {
                builder.file = file;
                builder.oracle = package.CallsIn(file);
                builder.Initialize(initializer);
            }
        }

        builder.Terminate(new SsaInstruction(SsaOp.Return, TupleType.Empty, null));
        SsaFinisher.Finish(result, builder.blocks);
        return result;
    }

    private void Function(FlowFunction function)
    {
        var parameters = ImmutableArray.CreateBuilder<SsaParameter>();
        if (function.Syntax is FuncDecl { Recv: { } receiver })
        {
            Parameters(receiver, parameters, single: true);
        }

        Parameters(function.Type.Params, parameters, single: false);
        result.Parameters = parameters.ToImmutable();
        var captured = captures!.Of(function);
        var freeVariables = ImmutableArray.CreateBuilder<SsaFreeVariable>(captured.Length);
        foreach (var variable in captured)
        {
            var value = new SsaFreeVariable(result, freeVariables.Count, variable, !captures.IsConstant(variable));
            freeVariables.Add(value);
            free.Add(variable, value);
        }

        result.FreeVariables = freeVariables.ToImmutable();
        var defers = new List<DeferStmt>();
        CollectDefers.In(function.Body, defers);
        hasDefers = defers.Count > 0;
        foreach (var defer in defers)
        {
            result.Recovers |= oracle.Recovers(defer);
        }

        Results(function.Type.Results);
        Statements(function.Body.List);
        Return(null, function.Body);
        foreach (var label in labels.Values)
        {
            if (!label.IsDeclared)
            {
                // Invalid: a goto to a label that is not there.
                label.Block.Building.Add(new SsaUnreachable(CallEnding.NeverReturns, null));
                blocks.Add(label.Block);
            }
        }

        if (hasDefers)
        {
            PanicBlock(function.Body);
        }

        SsaFinisher.Finish(result, blocks);
    }

    private void Parameters(FieldList list, ImmutableArray<SsaParameter>.Builder parameters, bool single)
    {
        foreach (var field in list.List)
        {
            if (field.Names.IsEmpty)
            {
                Parameter(file.ImplicitOf(field) as Var, field, parameters);
            }

            foreach (var name in field.Names)
            {
                Parameter(file.DefOf(name) as Var, name, parameters, field);
            }

            if (single)
            {
                return;
            }
        }
    }

    private void Parameter(Var? variable, Node syntax, ImmutableArray<SsaParameter>.Builder parameters, Field? field = null)
    {
        var type = variable?.Type ?? TypeOf((field ?? syntax as Field)?.Type);
        var parameter = new SsaParameter(result, parameters.Count, type, variable);
        parameters.Add(parameter);
        if (variable is { Name: not ("" or "_") })
        {
            var alloc = Alloc(type, variable, syntax);
            addresses[variable] = alloc;
            Emit(SsaOp.Store, TupleType.Empty, syntax, alloc, parameter);
        }
    }

    private void Results(FieldList? list)
    {
        var i = 0;
        if (list == null)
        {
            return;
        }

        foreach (var field in list.List)
        {
            if (field.Names.IsEmpty)
            {
                results.Add((null, ResultType(i++, field), null));
            }

            foreach (var name in field.Names)
            {
                var variable = file.DefOf(name) as Var;
                var alloc = Alloc(ResultType(i++, field), variable, name);
                alloc.IsPinned = result.Recovers;
                results.Add((variable, alloc.Elem, alloc));
                if (variable != null)
                {
                    addresses[variable] = alloc;
                }
            }
        }
    }

    private GoType ResultType(int index, Field field) => index < result.Signature.Results.Length
        ? result.Signature.Results.Vars[index].Type
        : TypeOf(field.Type);

    // Where a panic goes: the deferred calls run, and if one recovers, the function returns what its results hold.
    private void PanicBlock(BlockStmt body)
    {
        var panic = NewBlock(FlowBlockKind.PanicExit);
        blocks.Add(panic);
        result.PanicBlock = panic;
        current = panic;
        Emit(SsaOp.RunDefers, TupleType.Empty, body);
        if (!result.Recovers)
        {
            Terminate(new SsaInstruction(SsaOp.Resume, TupleType.Empty, body));
            return;
        }

        var recovered = NewBlock(FlowBlockKind.Exit);
        Terminate(new SsaInstruction(SsaOp.Resume, TupleType.Empty, body), recovered);
        Begin(recovered);
        var values = new SsaValue[results.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = results[i].Alloc is { } alloc ? Load(alloc, body) : new SsaConst(results[i].Type, null);
        }

        Terminate(new SsaInstruction(SsaOp.Return, TupleType.Empty, body, values));
    }

    private SsaBlock NewBlock(FlowBlockKind kind) => new(result, kind);

    private void Begin(SsaBlock block)
    {
        blocks.Add(block);
        current = block;
    }

    private T Add<T>(T instruction)
        where T : SsaInstruction
    {
        instruction.Block = current;
        current.Building.Add(instruction);
        return instruction;
    }

    private SsaInstruction Emit(SsaOp op, GoType type, Node? syntax, params SsaValue[] operands) =>
        Add(new SsaInstruction(op, type, syntax, operands));

    // What follows a terminator begins a block that nothing leads to, unless a label does; it is dropped in the end.
    private void Terminate(SsaInstruction terminator, params SsaBlock[] next)
    {
        Add(terminator);
        current.Next.AddRange(next);
        Begin(NewBlock(FlowBlockKind.Follow));
    }

    private void Jump(SsaBlock to) => Terminate(new SsaInstruction(SsaOp.Jump, TupleType.Empty, null), to);

    private void If(SsaValue condition, Node? syntax, SsaBlock yes, SsaBlock no) =>
        Terminate(new SsaInstruction(SsaOp.If, TupleType.Empty, syntax, condition), yes, no);

    private SsaAlloc Alloc(GoType type, Var? variable, Node? syntax) => Add(new SsaAlloc(type, variable, syntax));

    private SsaInstruction Load(SsaValue address, Node? syntax) => Emit(SsaOp.Load, Elem(address.Type), syntax, address);

    private void Store(SsaValue address, SsaValue value, Node? syntax) => Emit(SsaOp.Store, TupleType.Empty, syntax, address,
        Convert(value, Elem(address.Type), syntax));

    private GoType TypeOf(Expr? expression) =>
        expression == null ? UnknownType.Instance : file.TypeOf(expression).Type ?? UnknownType.Instance;

    /// <summary>What a pointer points to; of a type parameter's values what those of its first type do.</summary>
    private static GoType Elem(GoType pointer) => SsaTypes.Shape(pointer) is PointerType p ? p.Elem : UnknownType.Instance;

    private static SsaConst Int(long value) => new(Universe.Int, ConstantValue.MakeInt64(value));

    private static SsaConst Bool(bool value) => new(Universe.Bool, ConstantValue.MakeBool(value));

    private SsaInstruction Unknown(Node syntax, GoType? type = null, params SsaValue[] parts) =>
        Emit(SsaOp.Unknown, type ?? UnknownType.Instance, syntax, parts);

    /// <summary>The value as one of another type to which it can be assigned (Go specification, "Assignability").</summary>
    private SsaValue Convert(SsaValue value, GoType to, Node? syntax)
    {
        var from = value.Type;
        if (ReferenceEquals(from, to) || TypeRelations.Identical(from, to) || SsaTypes.HasUnknown(from)
            || SsaTypes.HasUnknown(to))
        {
            return value;
        }

        var toInterface = TypePredicates.IsNonTypeParamInterface(to);
        if (value is SsaConst constant)
        {
            if (constant.Value == null && TypePredicates.IsUntyped(from))
            {
                return new SsaConst(to, null);
            }

            if (constant.Value != null && TypePredicates.IsUntyped(from))
            {
                if (!toInterface)
                {
                    return new SsaConst(to, constant.Value);
                }

                value = new SsaConst(TypePredicates.Default(from), constant.Value);
                return Emit(SsaOp.MakeInterface, to, syntax, value);
            }
        }

        if (toInterface)
        {
            return Emit(TypePredicates.IsNonTypeParamInterface(from) ? SsaOp.ChangeInterface : SsaOp.MakeInterface, to, syntax,
                value);
        }

        return Emit(SsaTypes.SameShape(from, to) ? SsaOp.ChangeType : SsaOp.Convert, to, syntax, value);
    }

    private sealed class Label(SsaBlock block)
    {
        public SsaBlock Block { get; } = block;

        public SsaBlock? Break { get; set; }

        public SsaBlock? Continue { get; set; }

        /// <summary>The statement, while its body is made.</summary>
        public Targets? Targets { get; set; }

        public bool IsDeclared { get; set; }
    }

    private sealed class Targets(Targets? outer, SsaBlock @break, SsaBlock? @continue)
    {
        /// <summary>The range over a function whose body it is.</summary>
        public SsaValue? Range { get; set; }

        public BlockStmt? Body { get; set; }

        public Targets? Outer { get; } = outer;

        public SsaBlock Break { get; } = @break;

        public SsaBlock? Continue { get; } = @continue;

        public SsaBlock? Fallthrough { get; set; }
    }

    private sealed class LabelFinder(string name) : SyntaxVisitor
    {
        private bool found;

        public static bool Has(Node node, string label)
        {
            var finder = new LabelFinder(label);
            finder.Visit(node);
            return finder.found;
        }

        public override void VisitLabeledStmt(LabeledStmt node)
        {
            found |= node.Label.Name == name;
            base.VisitLabeledStmt(node);
        }

        public override void VisitFuncLit(FuncLit node)
        {
            // Has labels of its own.
        }
    }

    /// <summary>What is assigned to: an address, an element of a map, or nothing.</summary>
    private readonly record struct Target(SsaValue? Address, SsaValue? Map, SsaValue? Key, GoType? Type);
}
