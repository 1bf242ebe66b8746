using System.Numerics;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>Arithmetic, comparison and logic (Go specification, "Operators").</summary>
internal static class Operators
{
    public static Value Unary(TokenKind op, Value x, RuntimeType type)
    {
        if (x.IsUnknown)
        {
            return Unknown(op, x);
        }

        var kind = type.Kind;
        switch (op)
        {
            case TokenKind.Not:
                return Value.Of(!x.Bool);
            case TokenKind.Add:
                return x;
            case TokenKind.Xor:
                return Value.Of(Integers.Wrap(~x.Bits, kind));
            case TokenKind.Sub when IsFloat(kind):
                return Value.Of(-x.Float);
            case TokenKind.Sub when IsComplex(kind):
                return Value.OfObject(-ComplexOf(x));
            case TokenKind.Sub:
                return Value.Of(Integers.Wrap(-x.Bits, kind));
            default:
                throw new UnsupportedGoException($"the operator {op}");
        }
    }

    /// <param name="op">The operator.</param>
    /// <param name="x">The left operand.</param>
    /// <param name="y">The right operand.</param>
    /// <param name="type">The type of the left operand.</param>
    public static Value Binary(TokenKind op, Value x, Value y, RuntimeType type)
    {
        var kind = type.Kind;
        if (x.Reference == null && y.Reference == null && kind is >= BasicKind.Int and <= BasicKind.Uintptr)
        {
            return Integer(op, x.Bits, y, kind);
        }

        if (op is TokenKind.Eql or TokenKind.Neq)
        {
            return Equal(op, x, y, type);
        }

        if (x.IsUnknown || y.IsUnknown)
        {
            return Unknown(op, x, y);
        }

        if (kind is BasicKind.String or BasicKind.UntypedString)
        {
            return Text(op, x.Text, y.Text);
        }

        if (IsFloat(kind))
        {
            return Float(op, x.Float, y.Float, kind == BasicKind.Float32);
        }

        return IsComplex(kind) ? Complexes(op, ComplexOf(x), ComplexOf(y), kind) : Integer(op, x.Bits, y, kind);
    }

    /// <summary>A complex number; zero is no object.</summary>
    public static Complex ComplexOf(Value value) => value.Reference is Complex number ? number : System.Numerics.Complex.Zero;

    public static bool IsFloat(BasicKind kind) => kind is BasicKind.Float32 or BasicKind.Float64 or BasicKind.UntypedFloat;

    public static bool IsComplex(BasicKind kind) =>
        kind is BasicKind.Complex64 or BasicKind.Complex128 or BasicKind.UntypedComplex;

    private static Value Unknown(TokenKind op, params Value[] operands) =>
        Value.OfObject(new UnknownValue(Name(op), 0, operands));

    private static string Name(TokenKind op) => op switch
    {
        TokenKind.Not => Conditions.Not,
        TokenKind.Eql => "==",
        TokenKind.Neq => "!=",
        _ => op.ToString(),
    };

    private static Value Equal(TokenKind op, Value x, Value y, RuntimeType type)
    {
        if ((x.IsUnknown && IsOwn(y)) || (y.IsUnknown && IsOwn(x)))
        {
            return Value.Of(op != TokenKind.Eql);
        }

        if (IsPartlyUnknown(x) || IsPartlyUnknown(y))
        {
            // One order for both operands, so that a question is asked once.
            return ValueComparer.Instance.Equals(x, y) ? Value.Of(op == TokenKind.Eql)
                : x.IsUnknown ? Unknown(op, x, y) : Unknown(op, y, x);
        }

        return Value.Of(Equality.Of(x, y, type) == (op == TokenKind.Eql));
    }

    // What others give is not of a type that they cannot name.
    private static bool IsOwn(Value value) => value.Reference is InterfaceValue { Type.Type: var type }
        && (type is PointerType pointer ? pointer.Elem : type) is NamedType { Obj: { Exported: false, Package: not null } };

    private static bool IsPartlyUnknown(Value value) => value.Reference switch
    {
        UnknownValue => true,
        Value[] cells => Array.Exists(cells, IsPartlyUnknown),
        InterfaceValue boxed => IsPartlyUnknown(boxed.Value),
        _ => false,
    };

    private static Value Text(TokenKind op, GoString x, GoString y)
    {
        if (op == TokenKind.Add)
        {
            return Value.Of(x.Append(y));
        }

        return Value.Of(Compare(op, x.Bytes.SequenceCompareTo(y.Bytes)));
    }

    private static bool Compare(TokenKind op, int order) => op switch
    {
        TokenKind.Lss => order < 0,
        TokenKind.Leq => order <= 0,
        TokenKind.Gtr => order > 0,
        TokenKind.Geq => order >= 0,
        _ => throw new UnsupportedGoException($"the operator {op}"),
    };

    private static Value Float(TokenKind op, double x, double y, bool single)
    {
        switch (op)
        {
            case TokenKind.Lss:
                return Value.Of(x < y);
            case TokenKind.Leq:
                return Value.Of(x <= y);
            case TokenKind.Gtr:
                return Value.Of(x > y);
            case TokenKind.Geq:
                return Value.Of(x >= y);
        }

        var result = op switch
        {
            TokenKind.Add => x + y,
            TokenKind.Sub => x - y,
            TokenKind.Mul => x * y,
            TokenKind.Quo => x / y,
            _ => throw new UnsupportedGoException($"the operator {op}"),
        };
        return Value.Of(single ? (float)result : result);
    }

    private static Value Complexes(TokenKind op, Complex x, Complex y, BasicKind kind)
    {
        var result = op switch
        {
            TokenKind.Add => x + y,
            TokenKind.Sub => x - y,
            TokenKind.Mul => new Complex((x.Real * y.Real) - (x.Imaginary * y.Imaginary),
                (x.Real * y.Imaginary) + (x.Imaginary * y.Real)),
            TokenKind.Quo => Quotient(x, y),
            _ => throw new UnsupportedGoException($"the operator {op}"),
        };
        return Value.OfObject(kind == BasicKind.Complex64 ? new Complex((float)result.Real, (float)result.Imaginary) : result);
    }

    // Source: runtime/complex.go, complex128div.
    private static Complex Quotient(Complex n, Complex m)
    {
        double e, f;
        if (Math.Abs(m.Real) >= Math.Abs(m.Imaginary))
        {
            var ratio = m.Imaginary / m.Real;
            var divisor = m.Real + (ratio * m.Imaginary);
            e = (n.Real + (n.Imaginary * ratio)) / divisor;
            f = (n.Imaginary - (n.Real * ratio)) / divisor;
        }
        else
        {
            var ratio = m.Real / m.Imaginary;
            var divisor = m.Imaginary + (ratio * m.Real);
            e = ((n.Real * ratio) + n.Imaginary) / divisor;
            f = ((n.Imaginary * ratio) - n.Real) / divisor;
        }

        if (!double.IsNaN(e) || !double.IsNaN(f))
        {
            return new Complex(e, f);
        }

        var (a, b, c, d) = (n.Real, n.Imaginary, m.Real, m.Imaginary);
        if (m == System.Numerics.Complex.Zero && (!double.IsNaN(a) || !double.IsNaN(b)))
        {
            var infinity = Math.CopySign(double.PositiveInfinity, c);
            return new Complex(infinity * a, infinity * b);
        }

        if ((double.IsInfinity(a) || double.IsInfinity(b)) && double.IsFinite(c) && double.IsFinite(d))
        {
            (a, b) = (Boxed(a), Boxed(b));
            return new Complex(double.PositiveInfinity * ((a * c) + (b * d)), double.PositiveInfinity * ((b * c) - (a * d)));
        }

        if ((double.IsInfinity(c) || double.IsInfinity(d)) && double.IsFinite(a) && double.IsFinite(b))
        {
            (c, d) = (Boxed(c), Boxed(d));
            return new Complex(0 * ((a * c) + (b * d)), 0 * ((b * c) - (a * d)));
        }

        return new Complex(e, f);
    }

    private static double Boxed(double x) => Math.CopySign(double.IsInfinity(x) ? 1 : 0, x);

    private static Value Integer(TokenKind op, long x, Value right, BasicKind kind)
    {
        var y = right.Bits;
        var unsigned = Integers.IsUnsigned(kind);
        switch (op)
        {
            case TokenKind.Eql:
                return Value.Of(x == y);
            case TokenKind.Neq:
                return Value.Of(x != y);
            case TokenKind.Lss or TokenKind.Leq or TokenKind.Gtr or TokenKind.Geq:
                return Value.Of(Compare(op, unsigned ? ((ulong)x).CompareTo((ulong)y) : x.CompareTo(y)));
            case TokenKind.Quo or TokenKind.Rem when y == 0:
                throw new GoPanicException("integer divide by zero");
            case TokenKind.Shl or TokenKind.Shr:
                return Shift(op, x, y, kind, unsigned);
        }

        var result = op switch
        {
            TokenKind.Add => x + y,
            TokenKind.Sub => x - y,
            TokenKind.Mul => x * y,
            TokenKind.Quo when unsigned => (long)((ulong)x / (ulong)y),
            TokenKind.Rem when unsigned => (long)((ulong)x % (ulong)y),
            // The smallest number divided by -1 is itself.
            TokenKind.Quo => y == -1 ? -x : x / y,
            TokenKind.Rem => y == -1 ? 0 : x % y,
            TokenKind.And => x & y,
            TokenKind.Or => x | y,
            TokenKind.Xor => x ^ y,
            TokenKind.AndNot => x & ~y,
            _ => throw new UnsupportedGoException($"the operator {op}"),
        };
        return Value.Of(Integers.Wrap(result, kind));
    }

    private static Value Shift(TokenKind op, long x, long count, BasicKind kind, bool unsigned)
    {
        // A count of an unsigned type beyond what a long holds looks negative; neither leaves anything of x.
        if (count is < 0 or >= 64)
        {
            return Value.Of(op == TokenKind.Shl || unsigned || x >= 0 ? 0L : -1L);
        }

        return Value.Of(Integers.Wrap(
            op == TokenKind.Shl ? x << (int)count : unsigned ? (long)((ulong)x >> (int)count) : x >> (int)count, kind));
    }
}
