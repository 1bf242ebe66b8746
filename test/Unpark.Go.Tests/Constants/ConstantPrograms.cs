using System.Globalization;
using System.Text;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;

namespace Unpark.Go.Tests.Constants;

/// <summary>
/// Makes random programs in the language of test/oracles/goconstant, and runs them with our constants.
/// </summary>
internal sealed class ConstantPrograms(int seed)
{
    private readonly Random random = new(seed);

    private enum Sort
    {
        Number,
        Integer,
        Text,
        Truth,
    }

    /// <summary>
    /// Literals at the limits of the exponent; Go takes long to do anything with them but to read them.
    /// </summary>
    public static IEnumerable<string> Extremes()
    {
        string[] literals =
        [
            "1e646456993", "1e-646456993", "1e646456994", "1e-646456994", "1e3000000000", "1e99999999999999999999",
            "0x1p-2147483648", "0x1p2147483646", "0x1p2147483647", "0x1p9223372036854775807",
            "0x0p99999", "0e5000",
        ];
        foreach (var literal in literals)
        {
            yield return "L float " + literal;
        }
    }

    /// <summary>Makes a program of some steps.</summary>
    public string Make()
    {
        var steps = new List<string>();
        var sort = (Sort)random.Next(8) switch
        {
            Sort.Text => Sort.Text,
            Sort.Truth or Sort.Integer => Sort.Integer,
            _ => Sort.Number,
        };
        Push(steps, sort);
        for (var n = random.Next(1, 6); n > 0; n--)
        {
            sort = Step(steps, sort);
        }

        return string.Join('\t', steps);
    }

    /// <summary>Runs a program; a line for each step, as the oracle writes it.</summary>
    public static List<string> Run(string program)
    {
        var stack = new Stack<ConstantValue>();
        var lines = new List<string>();
        foreach (var step in program.Split('\t'))
        {
            var parts = step.Split(' ', 3);
            switch (parts[0])
            {
                case "L":
                    stack.Push(ConstantValue.MakeFromLiteral(parts[2], LiteralKind(parts[1])));
                    break;
                case "D":
                    stack.Push(ConstantValue.MakeFloat64(BitConverter.UInt64BitsToDouble(
                        ulong.Parse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture))));
                    break;
                case "B":
                    var y = stack.Pop();
                    stack.Push(ConstantValue.BinaryOp(stack.Pop(), Operator(parts[1]), y));
                    break;
                case "C":
                    var right = stack.Pop();
                    stack.Push(ConstantValue.MakeBool(ConstantValue.Compare(stack.Pop(), Operator(parts[1]), right)));
                    break;
                case "U":
                    stack.Push(ConstantValue.UnaryOp(Operator(parts[1]), stack.Pop(),
                        int.Parse(parts[2], CultureInfo.InvariantCulture)));
                    break;
                case "S":
                    stack.Push(ConstantValue.Shift(stack.Pop(), Operator(parts[1]),
                        int.Parse(parts[2], CultureInfo.InvariantCulture)));
                    break;
                default:
                    stack.Push(Convert(parts[1], stack.Pop()));
                    break;
            }

            lines.Add(Describe(stack.Peek()));
        }

        return lines;
    }

    private static string Describe(ConstantValue x)
    {
        var text = $"{x.Kind}\t{x}\t{x.ExactString()}";
        switch (x.Kind)
        {
            case ConstantKind.String:
                return text + $"\t{ConstantValue.StringLen(x)}";
            case ConstantKind.Complex:
                return text + $"\t{ConstantValue.Sign(x)}";
            case ConstantKind.Int or ConstantKind.Float:
                var isInt = x.Kind == ConstantKind.Int;
                if (isInt)
                {
                    var signed = ConstantValue.TryGetInt64(x, out var i);
                    var unsigned = ConstantValue.TryGetUInt64(x, out var u);
                    text += $"\t{i} {Lower(signed)} {u} {Lower(unsigned)} {ConstantValue.BitLen(x)} "
                        + System.Convert.ToHexStringLower(ConstantValue.Bytes(x));
                }

                var f = ConstantValue.Float32Val(x, out var fexact);
                var d = ConstantValue.Float64Val(x, out var dexact);
                return text + $"\t{ConstantValue.Sign(x)} {BitConverter.SingleToUInt32Bits(f):x8} "
                    + $"{Lower(fexact && !isInt && f != 0)} {BitConverter.DoubleToUInt64Bits(d):x16} "
                    + Lower(dexact && !isInt && d != 0);
            default:
                return text;
        }
    }

    private static string Lower(bool value) => value ? "true" : "false";

    private static ConstantValue Convert(string kind, ConstantValue x) => kind switch
    {
        "int" => ConstantValue.ToInt(x),
        "float" => ConstantValue.ToFloat(x),
        "complex" => ConstantValue.ToComplex(x),
        "real" => ConstantValue.Real(x),
        "imag" => ConstantValue.Imag(x),
        "num" => ConstantValue.Num(x),
        _ => ConstantValue.Denom(x),
    };

    private static TokenKind LiteralKind(string kind) => kind switch
    {
        "int" => TokenKind.Int,
        "float" => TokenKind.Float,
        "imag" => TokenKind.Imag,
        "char" => TokenKind.Char,
        _ => TokenKind.String,
    };

    private static TokenKind Operator(string op) => op switch
    {
        "+" => TokenKind.Add,
        "-" => TokenKind.Sub,
        "*" => TokenKind.Mul,
        "/" => TokenKind.Quo,
        "q" => TokenKind.QuoAssign,
        "%" => TokenKind.Rem,
        "&" => TokenKind.And,
        "|" => TokenKind.Or,
        "^" => TokenKind.Xor,
        "&^" => TokenKind.AndNot,
        "&&" => TokenKind.LAnd,
        "||" => TokenKind.LOr,
        "!" => TokenKind.Not,
        "<<" => TokenKind.Shl,
        ">>" => TokenKind.Shr,
        "==" => TokenKind.Eql,
        "!=" => TokenKind.Neq,
        "<" => TokenKind.Lss,
        "<=" => TokenKind.Leq,
        ">" => TokenKind.Gtr,
        _ => TokenKind.Geq,
    };

    private Sort Step(List<string> steps, Sort sort)
    {
        switch (sort)
        {
            case Sort.Text:
                Push(steps, Sort.Text);
                if (random.Next(4) == 0)
                {
                    steps.Add("C " + Pick("==", "!=", "<", "<=", ">", ">="));
                    return Sort.Truth;
                }

                steps.Add("B +");
                return Sort.Text;
            case Sort.Truth:
                steps.Add("U ! 0");
                return Sort.Truth;
        }

        switch (random.Next(12))
        {
            case 0:
                steps.Add("U - 0");
                return sort;
            case 1:
                steps.Add("T " + Pick("int", "float", "complex", "real", "imag", "num", "denom"));
                return Sort.Number;
            case 2:
                Push(steps, sort);
                steps.Add("C " + Pick("==", "!=", "<", "<=", ">", ">="));
                return Sort.Truth;
            case 3 when sort == Sort.Integer:
                steps.Add("U ^ " + Pick("0", "8", "32", "64"));
                return sort;
            case 4 or 5 when sort == Sort.Integer:
                steps.Add($"S {Pick("<<", ">>")} {random.Next(random.Next(2) == 0 ? 70 : 1200)}");
                return sort;
            case 6 or 7 when sort == Sort.Integer:
                Push(steps, sort);
                steps.Add("B " + Pick("q", "%", "&", "|", "^", "&^"));
                return sort;
            default:
                Push(steps, sort);
                var op = Pick("+", "-", "*", "/");
                steps.Add("B " + op);
                return op == "/" ? Sort.Number : sort;
        }
    }

    private void Push(List<string> steps, Sort sort)
    {
        switch (sort)
        {
            case Sort.Text:
                steps.Add("L string " + TextLiteral());
                break;
            case Sort.Integer:
                steps.Add(random.Next(8) == 0 ? "L char " + CharLiteral() : "L int " + IntLiteral());
                break;
            default:
                steps.Add(random.Next(8) switch
                {
                    0 => "L int " + IntLiteral(),
                    1 => "L imag " + FloatLiteral() + "i",
                    2 => $"D {(ulong)random.NextInt64(long.MinValue, long.MaxValue):x16}",
                    _ => "L float " + FloatLiteral(),
                });
                break;
        }
    }

    private string IntLiteral()
    {
        switch (random.Next(8))
        {
            case 0:
                return "0x" + Digits("0123456789abcdefABCDEF", random.Next(1, 160));
            case 1:
                return Pick("0b", "0B") + Digits("01", random.Next(1, 90));
            case 2:
                return Pick("0", "0o", "0O") + Digits("01234567", random.Next(1, 40));
            case 3:
                return Pick("9223372036854775807", "9223372036854775808", "18446744073709551615",
                    "18446744073709551616", "2147483648", "0x8000_0000_0000_0000", "4611686018427387904", "1_000_000");
            case 4:
                return Digits("123456789", 1) + Digits("0123456789", random.Next(1, 150));
            default:
                return random.Next(100).ToString(CultureInfo.InvariantCulture);
        }
    }

    private string FloatLiteral()
    {
        var mantissa = Digits("0123456789", random.Next(1, 25));
        switch (random.Next(10))
        {
            case 0:
                return "0x" + Digits("0123456789abcdef", random.Next(1, 30)) + "."
                    + Digits("0123456789abcdef", random.Next(1, 20)) + $"p{random.Next(-1200, 1200)}";
            case 1:
                return $"{mantissa}e{random.Next(-1300, 1300)}";
            case 2:
                return $"{mantissa}.{Digits("0123456789", random.Next(1, 300))}e{random.Next(-9000, 9000)}";
            case 3:
                return Pick("1e100000", "1e-100000", "0e999999999999", "4.9e-324", "2.4e-324",
                    "1.7976931348623159e308");
            case 4:
                return "." + mantissa;
            case 5:
                return mantissa + ".";
            case 6:
                return $"{random.Next(1000)}.{random.Next(8) * 125}";
            default:
                return $"{mantissa}.{Digits("0123456789", random.Next(1, 8))}e{random.Next(-30, 30)}";
        }
    }

    private string TextLiteral()
    {
        var text = new StringBuilder("\"");
        for (var n = random.Next(0, random.Next(4) == 0 ? 60 : 6); n > 0; n--)
        {
            text.Append(Pick("a", "Z", " ", "é", "世", "😀", "\\n", "\\t", "\\\\", "\\\"", "\\x00", "\\xff", "\\377",
                "\\u00e9", "\\U0001F600", "\\u200b", "\\ufeff", "\\u0301", "%", "'", "\\xe4\\xb8", "\\x7f"));
        }

        return text.Append('"').ToString();
    }

    private string CharLiteral() => Pick("'a'", "'é'", "'世'", "'😀'", "'\\n'", "'\\''", "'\\x41'", "'\\377'",
        "'\\u0041'", "'\\U0010FFFF'", "'\"'", "'\\000'", "'\\400'", "'\\uD800'");

    private string Digits(string alphabet, int count)
    {
        var text = new StringBuilder(count);
        for (var i = 0; i < count; i++)
        {
            text.Append(alphabet[random.Next(alphabet.Length)]);
        }

        return text.ToString();
    }

    private string Pick(params ReadOnlySpan<string> choices) => choices[random.Next(choices.Length)];
}
