using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>
/// Tells whether a function in SSA form is what it has to be: definitions dominate uses, phis have a value for each way in,
/// blocks end once, and the types of operands agree.
/// </summary>
public sealed class SsaVerifier
{
    private readonly SsaFunction function;
    private readonly List<string> defects = [];
    private readonly Dictionary<SsaInstruction, int> places = new(ReferenceEqualityComparer.Instance);

    private SsaVerifier(SsaFunction function)
    {
        this.function = function;
    }

    /// <summary>What is wrong with a function; empty if nothing is. O(size).</summary>
    public static IReadOnlyList<string> Defects(SsaFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var verifier = new SsaVerifier(function);
        verifier.Run();
        return verifier.defects;
    }

    private void Run()
    {
        var number = 0;
        for (var i = 0; i < function.Blocks.Length; i++)
        {
            var block = function.Blocks[i];
            if (block.Index != i || block.Function != function)
            {
                defects.Add($"{block} is not the block number {i}");
            }

            for (var at = 0; at < block.Instructions.Length; at++)
            {
                var instruction = block.Instructions[at];
                if (!places.TryAdd(instruction, at) || instruction.Block != block)
                {
                    Report(instruction, "is in several places");
                }

                if (instruction.IsTerminator != (at == block.Instructions.Length - 1))
                {
                    Report(instruction, "ends a block in the middle, or the block has no end");
                }

                if (instruction.HasValue && instruction.Number != number++)
                {
                    Report(instruction, $"should have the number {number - 1}");
                }
            }

            if (block.Instructions.IsEmpty)
            {
                defects.Add($"{block} is empty");
                return;
            }
        }

        foreach (var block in function.Blocks)
        {
            Edges(block);
            for (var at = 0; at < block.Instructions.Length; at++)
            {
                Instruction(block.Instructions[at], at);
            }
        }
    }

    private void Report(SsaInstruction instruction, string what) =>
        defects.Add($"{instruction.Block}: {SsaPrinter.Text(instruction)}: {what}");

    private void Edges(SsaBlock block)
    {
        var wanted = block.Terminator switch
        {
            { Op: SsaOp.Jump } => 1,
            { Op: SsaOp.If } => 2,
            SsaSelect select => select.Cases.Length,
            { Op: SsaOp.Resume } => function.Recovers ? 1 : 0,
            _ => 0,
        };
        if (block.Successors.Length != wanted)
        {
            Report(block.Terminator, $"has {block.Successors.Length} successors");
        }

        foreach (var next in block.Successors)
        {
            if (next.Predecessors.Count(p => p == block) != block.Successors.Count(s => s == next))
            {
                Report(block.Terminator, $"{next} does not know it comes before");
            }
        }

        if (block.Predecessors.Any(p => !p.Successors.Contains(block)))
        {
            Report(block.Terminator, "a predecessor leads elsewhere");
        }

        if (block != function.Entry && block != function.PanicBlock && block.Predecessors.IsEmpty)
        {
            Report(block.Terminator, "cannot be reached");
        }

        if (block.Unwind != null && block.Unwind != function.PanicBlock)
        {
            Report(block.Terminator, "unwinds elsewhere");
        }
    }

    private void Instruction(SsaInstruction instruction, int at)
    {
        for (var i = 0; i < instruction.OperandArray.Length; i++)
        {
            Operand(instruction, at, i);
        }

        if (instruction is SsaPhi phi)
        {
            if (phi.OperandArray.Length != phi.Block.Predecessors.Length)
            {
                Report(phi, "has another number of operands than there are ways in");
            }

            if (at > 0 && phi.Block.Instructions[at - 1] is not SsaPhi)
            {
                Report(phi, "is behind another instruction");
            }
        }

        foreach (var use in instruction.Uses)
        {
            if (!places.ContainsKey(use) || Array.IndexOf(use.OperandArray, instruction) < 0)
            {
                Report(instruction, "has a use that does not use it");
            }
        }

        Types(instruction);
    }

    private void Operand(SsaInstruction user, int at, int index)
    {
        switch (user.OperandArray[index])
        {
            case null:
                Report(user, $"operand {index} is missing");
                break;
            case SsaParameter parameter when parameter.Function != function:
            case SsaFreeVariable free when free.Function != function:
                Report(user, $"operand {index} is of another function");
                break;
            case SsaInstruction definition:
                if (!places.TryGetValue(definition, out var place))
                {
                    Report(user, $"operand {index} ({SsaPrinter.Text(definition)}) is in no block");
                    break;
                }

                if (!definition.HasValue && definition.Op != SsaOp.Select
                    && definition is not SsaCall { Type: TupleType })
                {
                    Report(user, $"operand {index} has no value");
                }

                var dominates = user is SsaPhi
                    ? function.Dominators.Dominates(definition.Block, user.Block.Predecessors[index])
                    : definition.Block == user.Block ? place < at
                        : function.Dominators.Dominates(definition.Block, user.Block);
                if (!dominates)
                {
                    Report(user, $"operand {index}, {definition} of {definition.Block}, does not come before");
                }

                if (!definition.Uses.Contains(user))
                {
                    Report(user, $"operand {index} does not know this use");
                }

                break;
        }
    }

    private void Types(SsaInstruction instruction)
    {
        var operands = instruction.OperandArray;
        switch (instruction)
        {
            case { Op: SsaOp.Load }:
                Expect(instruction, Pointed(operands[0].Type), instruction.Type);
                break;
            case { Op: SsaOp.Store }:
                Expect(instruction, Pointed(operands[0].Type), operands[1].Type);
                break;
            case SsaFieldAccess field:
                var of = field.Op == SsaOp.FieldAddress ? Pointed(operands[0].Type) : operands[0].Type;
                if (!SsaTypes.HasUnknown(of) && !(SsaTypes.Shape(of) is StructType type
                    && field.Index < type.Fields.Length && type.Fields[field.Index] == field.Field))
                {
                    Report(instruction, $"{of} has no such field");
                }

                break;
            case SsaPhi:
                foreach (var operand in operands)
                {
                    Expect(instruction, instruction.Type, operand.Type);
                }

                break;
            case { Op: SsaOp.If }:
                if (SsaTypes.Shape(operands[0].Type) is not (BasicType { Info: var info } and { } basic)
                    || (info & BasicInfo.Boolean) == 0)
                {
                    if (!SsaTypes.HasUnknown(operands[0].Type))
                    {
                        Report(instruction, "the condition is not true or false");
                    }
                }

                break;
            case { Op: SsaOp.Send }:
                Channel(instruction, operands[0], operands[1].Type);
                break;
            case { Op: SsaOp.Receive }:
                Channel(instruction, operands[0], instruction.Type);
                break;
            case { Op: SsaOp.Close or SsaOp.MakeChannel }:
                Channel(instruction, instruction.Op == SsaOp.Close ? operands[0] : instruction, null);
                break;
            case SsaSelect select:
                foreach (var one in select.Cases)
                {
                    if (select.Channel(one) is { } channel)
                    {
                        Channel(instruction, channel, select.Sent(one)?.Type);
                    }
                }

                break;
            case { Op: SsaOp.Return }:
                Results(instruction);
                break;
            case { Op: SsaOp.MapUpdate or SsaOp.MapIndex } when SsaTypes.Shape(operands[0].Type) is MapType map:
                Expect(instruction, map.Key, operands[1].Type);
                Expect(instruction, map.Elem, operands.Length > 2 ? operands[2].Type : instruction.Type);
                break;
            case { Op: SsaOp.MakeInterface }:
                if (!TypePredicates.IsNonTypeParamInterface(instruction.Type)
                    || TypePredicates.IsNonTypeParamInterface(operands[0].Type))
                {
                    Report(instruction, "does not make an interface value");
                }

                break;
            case { Op: SsaOp.ChangeInterface }:
                if (!TypePredicates.IsNonTypeParamInterface(instruction.Type)
                    || !TypePredicates.IsNonTypeParamInterface(operands[0].Type))
                {
                    Report(instruction, "is not about interfaces");
                }

                break;
            case { Op: SsaOp.Ok }:
                if (operands[0] is not SsaInstruction { HasOk: true })
                {
                    Report(instruction, "there is no second result");
                }

                break;
            case SsaExtract extract:
                if (operands[0].Type is TupleType tuple)
                {
                    Expect(instruction, extract.Index < tuple.Length ? tuple.Vars[extract.Index].Type : TupleType.Empty,
                        instruction.Type);
                }
                else if (!SsaTypes.HasUnknown(operands[0].Type))
                {
                    Report(instruction, "there are not several results");
                }

                break;
            case SsaOperation operation:
                Operation(operation);
                break;
            case SsaClosure closure:
                Captured(closure);
                break;
            case SsaCall { Signature: { } signature } call:
                Arguments(call, signature);
                break;
        }
    }

    private void Operation(SsaOperation operation)
    {
        var operands = operation.OperandArray;
        if (operands.Length == 1)
        {
            Expect(operation, operation.Type, operands[0].Type);
            return;
        }

        switch (operation.Operator)
        {
            case TokenKind.Shl or TokenKind.Shr:
                Expect(operation, operation.Type, operands[0].Type);
                break;
            case TokenKind.Eql or TokenKind.Neq or TokenKind.Lss or TokenKind.Leq or TokenKind.Gtr or TokenKind.Geq:
                Expect(operation, operands[0].Type, operands[1].Type);
                break;
            default:
                Expect(operation, operation.Type, operands[0].Type);
                Expect(operation, operation.Type, operands[1].Type);
                break;
        }
    }

    private void Captured(SsaClosure closure)
    {
        var wanted = closure.Function.Captures.Of(closure.Function);
        if (wanted.Length != closure.OperandArray.Length)
        {
            Report(closure, $"the literal captures {wanted.Length} variables");
            return;
        }

        for (var i = 0; i < wanted.Length; i++)
        {
            var type = closure.OperandArray[i].Type;
            Expect(closure, wanted[i].Type, closure.Function.Captures.IsConstant(wanted[i]) ? type : Pointed(type));
        }
    }

    private void Arguments(SsaCall call, Signature signature)
    {
        var given = call.ArgumentCount;
        var first = given - signature.Params.Length;
        if (first is < 0 or > 1)
        {
            if (!SsaTypes.HasUnknown(signature))
            {
                Report(call, $"has {given} arguments for {signature.Params.Length} parameters");
            }

            return;
        }

        for (var i = 0; i < signature.Params.Length; i++)
        {
            Expect(call, signature.Params.Vars[i].Type, call.Argument(first + i).Type);
        }
    }

    private void Results(SsaInstruction instruction)
    {
        var results = function.Signature.Results;
        if (results.Length != instruction.OperandArray.Length)
        {
            Report(instruction, $"there should be {results.Length} results");
            return;
        }

        for (var i = 0; i < results.Length; i++)
        {
            Expect(instruction, results.Vars[i].Type, instruction.OperandArray[i].Type);
        }
    }

    private void Channel(SsaInstruction instruction, SsaValue channel, GoType? elem)
    {
        if (SsaTypes.Shape(channel.Type) is ChanType type)
        {
            if (elem != null)
            {
                Expect(instruction, type.Elem, elem);
            }
        }
        else if (!SsaTypes.HasUnknown(channel.Type) && !SsaTypes.HasUnknown(SsaTypes.Shape(channel.Type)))
        {
            Report(instruction, $"{channel} is not a channel");
        }
    }

    private static GoType Pointed(GoType type) => SsaTypes.Shape(type) is PointerType pointer ? pointer.Elem
        : UnknownType.Instance;

    private void Expect(SsaInstruction instruction, GoType wanted, GoType given)
    {
        if (!TypeRelations.Identical(wanted, given) && !SsaTypes.HasUnknown(wanted) && !SsaTypes.HasUnknown(given))
        {
            Report(instruction, $"{wanted} is wanted, not {given}");
        }
    }
}
