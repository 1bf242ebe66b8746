using System.Text;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>Prints functions in SSA form for people and for tests.</summary>
public static class SsaPrinter
{
    private const int LongestConstant = 40;

    /// <summary>The function as text, a paragraph a block.</summary>
    public static string Text(SsaFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var text = new StringBuilder("func ").Append(function.Name).Append('(');
        text.AppendJoin(", ", function.Parameters.Select(p => $"{p} {TypeName(p.Type, function)}")).Append(')');
        if (!function.FreeVariables.IsEmpty)
        {
            text.Append(" captures ").AppendJoin(", ", function.FreeVariables);
        }

        if (function.Recovers)
        {
            text.Append(" recovers");
        }

        text.Append('\n');
        foreach (var block in function.Blocks)
        {
            text.Append(block).Append(' ').Append(Words(block.Kind.ToString(), '-'));
            if (!block.Predecessors.IsEmpty)
            {
                text.Append(" <- ").AppendJoin(", ", block.Predecessors);
            }

            if (block.Unwind != null)
            {
                text.Append(" unwinds ").Append(block.Unwind);
            }

            text.Append('\n');
            foreach (var instruction in block.Instructions)
            {
                text.Append("  ").Append(Text(instruction)).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>An instruction as a line.</summary>
    public static string Text(SsaInstruction instruction)
    {
        ArgumentNullException.ThrowIfNull(instruction);
        var text = new StringBuilder();
        if (instruction.Number >= 0)
        {
            text.Append(instruction);
            if (instruction.HasOk)
            {
                text.Append(", ok");
            }

            text.Append(" = ");
        }

        var function = instruction.Block.Function;
        switch (instruction)
        {
            case SsaAlloc alloc:
                text.Append("alloc ").Append(TypeName(alloc.Elem, function));
                if (alloc.Variable != null)
                {
                    text.Append(" // ").Append(alloc.Variable.Name);
                }

                return text.ToString();
            case SsaPhi phi:
                text.Append("phi ");
                for (var i = 0; i < phi.OperandArray.Length; i++)
                {
                    text.Append(i > 0 ? ", " : "").Append(phi.Block.Predecessors[i]).Append(": ")
                        .Append(Name(phi.OperandArray[i]));
                }

                if (phi.Variable != null)
                {
                    text.Append(" // ").Append(phi.Variable.Name);
                }

                return text.ToString();
            case SsaSelect select:
                return Select(text, select);
            case SsaFieldAccess field:
                return text.Append(field.Op == SsaOp.FieldAddress ? "&" : "").Append(Name(field.OperandArray[0])).Append('.')
                    .Append(field.Field.Name).ToString();
            case SsaOperation { OperandArray: [var x, var y] } operation:
                return text.Append(Name(x)).Append(' ').Append(Token(operation.Operator)).Append(' ').Append(Name(y)).ToString();
            case SsaOperation operation:
                return text.Append(Token(operation.Operator)).Append(Name(operation.OperandArray[0])).ToString();
            case SsaCall call:
                text.Append(call.Op.ToString().ToLowerInvariant()).Append(' ')
                    .Append(call.Kind == SsaCallKind.Interface ? "interface " : "").Append(Name(call.Callee)).Append('(')
                    .AppendJoin(", ", call.Arguments.Select(Name)).Append(')');
                return call.Concurrency == SsaConcurrency.None
                    ? text.ToString()
                    : text.Append(" // ").Append(Words(call.Concurrency.ToString(), ' ')).ToString();
            case SsaClosure closure:
                text.Append("closure ").Append(SsaNames.Of(closure.Function));
                break;
            case SsaMethodValue bound:
                text.Append("method ").Append(bound.Method.FullName);
                break;
            case SsaExtract extract:
                return text.Append(Name(extract.OperandArray[0])).Append('#').Append(extract.Index).ToString();
            case SsaUnreachable unreachable:
                return text.Append("unreachable: ").Append(unreachable.Ending).ToString();
            case { Op: SsaOp.Load }:
                return text.Append('*').Append(Name(instruction.OperandArray[0])).ToString();
            case { Op: SsaOp.Store }:
                return text.Append('*').Append(Name(instruction.OperandArray[0])).Append(" = ")
                    .Append(Name(instruction.OperandArray[1])).ToString();
            case SsaSlice slice:
                text.Append("slice").Append(slice.HasLow ? " low" : "").Append(slice.HasHigh ? " high" : "")
                    .Append(slice.HasMax ? " max" : "");
                break;
            default:
                text.Append(instruction.Op.ToString().ToLowerInvariant());
                break;
        }

        if (instruction.Op is SsaOp.MakeChannel or SsaOp.MakeMap or SsaOp.MakeSlice or SsaOp.Composite or SsaOp.TypeAssert
            or SsaOp.ChangeType or SsaOp.Convert or SsaOp.MakeInterface or SsaOp.ChangeInterface)
        {
            text.Append(' ').Append(TypeName(instruction.Type, function));
        }

        if (instruction.OperandArray.Length > 0)
        {
            text.Append(' ').AppendJoin(", ", instruction.OperandArray.Select(Name));
        }

        if (instruction.Op is SsaOp.Jump or SsaOp.If or SsaOp.Resume && !instruction.Block.Successors.IsEmpty)
        {
            text.Append(" -> ").AppendJoin(", ", instruction.Block.Successors);
        }

        return text.ToString();
    }

    private static string Select(StringBuilder text, SsaSelect select)
    {
        text.Append("select {");
        for (var i = 0; i < select.Cases.Length; i++)
        {
            var one = select.Cases[i];
            text.Append(i > 0 ? "; " : " ").Append(one.Kind.ToString().ToLowerInvariant());
            if (select.Channel(one) is { } channel)
            {
                text.Append(' ').Append(Name(channel));
            }

            if (select.Sent(one) is { } sent)
            {
                text.Append(", ").Append(Name(sent));
            }

            text.Append(" -> ").Append(select.Block.Successors[i]);
        }

        return text.Append(" }").ToString();
    }

    private static string Name(SsaValue? value)
    {
        var name = value?.ToString() ?? "?";
        if (value is SsaConst && name.Length > LongestConstant)
        {
            name = string.Concat(name.AsSpan(0, LongestConstant), "...");
        }

        return name.ReplaceLineEndings("\\n");
    }

    private static string TypeName(GoType type, SsaFunction function) =>
        TypeWriter.Write(type, p => p == function.Package.Package.Package ? "" : p.Name);

    private static string Words(string name, char separator)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0)
            {
                text.Append(separator);
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }

    private static string Token(TokenKind kind) => kind switch
    {
        TokenKind.Add => "+",
        TokenKind.Sub => "-",
        TokenKind.Mul => "*",
        TokenKind.Quo => "/",
        TokenKind.Rem => "%",
        TokenKind.And => "&",
        TokenKind.Or => "|",
        TokenKind.Xor => "^",
        TokenKind.Shl => "<<",
        TokenKind.Shr => ">>",
        TokenKind.AndNot => "&^",
        TokenKind.Not => "!",
        TokenKind.Eql => "==",
        TokenKind.Neq => "!=",
        TokenKind.Lss => "<",
        TokenKind.Leq => "<=",
        TokenKind.Gtr => ">",
        TokenKind.Geq => ">=",
        _ => kind.ToString(),
    };
}
