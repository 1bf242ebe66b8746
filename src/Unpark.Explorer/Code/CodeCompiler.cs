using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Constants;
using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>Makes a function in SSA form ready to be executed, with type arguments in place of its type parameters.</summary>
internal sealed class CodeCompiler
{
    private readonly CodeLibrary library;
    private readonly ImmutableArray<TypeParam> typeParams;
    private readonly ImmutableTypes typeArgs;
    private readonly Dictionary<SsaValue, int> registers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<SsaInstruction, int> okRegisters = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<SsaValue, int> constantsOf = new(ReferenceEqualityComparer.Instance);
    private readonly List<Value> constants = [];
    private readonly List<Instruction> code = [];
    private readonly SsaFunction ssa;

    private CodeCompiler(CodeLibrary library, CodeFunction function)
    {
        this.library = library;
        ssa = function.Ssa;
        typeParams = function.TypeParams;
        typeArgs = function.TypeArgs;
    }

    /// <summary>Fills a function in. O(its size).</summary>
    public static void Compile(CodeLibrary library, CodeFunction into) => new CodeCompiler(library, into).Run(into);

    private void Run(CodeFunction into)
    {
        var count = 0;
        foreach (var parameter in ssa.Parameters)
        {
            registers.Add(parameter, count++);
        }

        foreach (var variable in ssa.FreeVariables)
        {
            registers.Add(variable, count++);
        }

        foreach (var instruction in ssa.Instructions)
        {
            // The step of a range changes the range's own register.
            if (instruction.HasValue || instruction.Op == SsaOp.Select)
            {
                registers.Add(instruction, count++);
            }

            if (instruction.HasOk)
            {
                okRegisters.Add(instruction, count++);
            }
        }

        var starts = new int[ssa.Blocks.Length];
        foreach (var block in ssa.Blocks)
        {
            starts[block.Index] = code.Count;
            foreach (var instruction in block.Instructions)
            {
                if (instruction is not SsaPhi)
                {
                    code.Add(Translate(instruction));
                }
            }
        }

        for (var i = 0; i < code.Count; i++)
        {
            if (code[i].Source is { IsTerminator: true, Block: var block })
            {
                code[i].Edges = Edges(block, starts);
            }
        }

        into.Phis = registers.Where(r => r.Key is SsaPhi).ToDictionary(r => r.Value, r => (SsaPhi)r.Key);
        into.Instructions = [.. code];
        into.Constants = [.. constants];
        into.ParameterCount = ssa.Parameters.Length;
        into.RegisterCount = count;
        into.PanicStart = ssa.PanicBlock is { } panic ? starts[panic.Index] : -1;
    }

    private Edge[] Edges(SsaBlock block, int[] starts)
    {
        var edges = new Edge[block.Successors.Length];
        for (var i = 0; i < edges.Length; i++)
        {
            var next = block.Successors[i];
            // A block that goes to another one twice is twice among its predecessors, in that order.
            var earlier = 0;
            for (var j = 0; j < i; j++)
            {
                earlier += block.Successors[j] == next ? 1 : 0;
            }

            var way = -1;
            for (var p = 0; p < next.Predecessors.Length; p++)
            {
                if (next.Predecessors[p] == block && earlier-- == 0)
                {
                    way = p;
                    break;
                }
            }

            var from = new List<int>();
            var to = new List<int>();
            foreach (var instruction in next.Instructions)
            {
                if (instruction is not SsaPhi phi)
                {
                    break;
                }

                if (way >= 0)
                {
                    from.Add(Operand(phi.Operands[way]));
                    to.Add(registers[phi]);
                }
            }

            edges[i] = new Edge(starts[next.Index], [.. from], [.. to]);
        }

        return edges;
    }

    private GoType Subst(GoType type) => typeArgs.IsEmpty ? type : Instantiation.Substitute(type, typeParams, typeArgs.Items);

    private RuntimeType TypeOf(GoType type) => library.Types.Of(Subst(type));

    private Instruction Translate(SsaInstruction source)
    {
        var operands = new int[source.Operands.Length];
        for (var i = 0; i < operands.Length; i++)
        {
            operands[i] = source is SsaCall && i == 0 && source.Operands[0] is SsaBuiltin ? -1 : Operand(source.Operands[i]);
        }

        var index = source switch
        {
            SsaFieldAccess field => FieldOffset(field),
            SsaExtract extract => extract.Index,
            SsaSlice slice => (slice.HasLow ? 1 : 0) | (slice.HasHigh ? 2 : 0) | (slice.HasMax ? 4 : 0),
            _ => 0,
        };
        if (source.Op is SsaOp.RangeKey or SsaOp.RangeValue)
        {
            operands = [registers[((SsaInstruction)source.Operands[0]).Operands[0]]];
        }

        if (source.Op == SsaOp.Ok)
        {
            operands = [okRegisters[(SsaInstruction)source.Operands[0]]];
        }

        return new Instruction
        {
            Op = source.Op,
            Source = source,
            Target = registers.GetValueOrDefault(source, -1),
            OkTarget = okRegisters.GetValueOrDefault(source, -1),
            Operands = operands,
            Type = source.Type is TupleType ? null : TypeOf(source is SsaAlloc alloc ? alloc.Elem : source.Type),
            OperandType = source.Operands.Length > 0 && source.Operands[0] is not (SsaBuiltin or SsaFunctionReference)
                ? TypeOf(source.Operands[0].Type) : null,
            Index = index,
            Operator = (source as SsaOperation)?.Operator ?? default,
            Call = source is SsaCall call ? Site(call) : null,
        };
    }

    private int FieldOffset(SsaFieldAccess field)
    {
        var of = TypeOf(field.Operands[0].Type);
        of = field.Op == SsaOp.FieldAddress ? of.Elem : of;
        return of.OffsetOf(field.Field, field.Index);
    }

    private CallSite Site(SsaCall call)
    {
        var method = call.Method;
        var types = new RuntimeType[call.ArgumentCount];
        for (var i = 0; i < types.Length; i++)
        {
            types[i] = TypeOf(call.Operands[i + 1].Type);
        }

        var isDynamic = call.Kind == SsaCallKind.Interface;
        var args = TypeArgsOf(call.Callee);
        if (isDynamic && types.Length > 0 && !types[0].IsInterface)
        {
            // A method of a type parameter: it is known now which type that is.
            isDynamic = false;
        }

        return new CallSite
        {
            Kind = call.Kind,
            Builtin = call.Builtin,
            Method = method,
            TypeArgs = args,
            IsDynamic = isDynamic,
            ArgumentTypes = types,
            Result = Subst(call.Builtin != null || call.Signature == null ? call.Type
                : call.Signature.Results.Length == 1 ? call.Signature.Results.Vars[0].Type : call.Signature.Results),
        };
    }

    private ImmutableTypes TypeArgsOf(SsaValue callee) =>
        callee is SsaFunctionReference { TypeArgs: { IsEmpty: false } args } ? new ImmutableTypes([.. args.Select(Subst)]) : default;

    private int Operand(SsaValue value)
    {
        if (registers.TryGetValue(value, out var register))
        {
            return register;
        }

        if (value is SsaInstruction)
        {
            // What gives no value, such as the call of a function without results.
            return Constant(value, default);
        }

        return constantsOf.TryGetValue(value, out var known) ? known : Constant(value, ConstantOf(value));
    }

    private int Constant(SsaValue value, Value constant)
    {
        constants.Add(constant);
        var place = -constants.Count;
        constantsOf[value] = place;
        return place;
    }

    private Value ConstantOf(SsaValue value)
    {
        switch (value)
        {
            case SsaConst constant:
                return ConstantValues.Of(constant.Value, TypeOf(constant.Type));
            case SsaGlobal global:
                return Value.Pointer(library.GlobalOf(global.Variable), 0);
            case SsaFunctionReference reference:
                return Value.OfObject(new DeclaredFunction(MethodOf(reference), TypeArgsOf(reference),
                    Subst(reference.Type) as Signature));
            case SsaUnknown unknown:
                return Value.OfObject(new UnknownValue($"{unknown.ImportPath}.{unknown.Name}", 0));
            default:
                return Value.OfObject(new UnknownValue("value", 0));
        }
    }

    private Func MethodOf(SsaFunctionReference reference)
    {
        if (typeArgs.IsEmpty || reference.Function.Signature.Recv is not { } receiver)
        {
            return reference.Function;
        }

        var type = Subst(receiver.Type);
        return Lookup.SelectionOf(type, addressable: true, reference.Function.Package, reference.Function.Name)?.Obj as Func
            ?? reference.Function;
    }
}
