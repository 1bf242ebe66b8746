using System.Numerics;
using System.Text;

namespace Unpark.Go.Constants;

/// <content>The representations of constants.</content>
public abstract partial class ConstantValue
{
    /// <summary>
    /// How a value is represented; of numbers, each representation can hold the values of those before it.
    /// </summary>
    private protected enum Representation : byte
    {
        Unknown,
        BoolOrString,
        Int64,
        BigInt,
        Rat,
        Float,
        Complex,
    }

    private sealed class UnknownConstant : ConstantValue
    {
        public override ConstantKind Kind => ConstantKind.Unknown;

        private protected override Representation Form => Representation.Unknown;

        public override string ToString() => "unknown";
    }

    private sealed class BoolConstant(bool value) : ConstantValue
    {
        public bool Value { get; } = value;

        public override ConstantKind Kind => ConstantKind.Bool;

        private protected override Representation Form => Representation.BoolOrString;

        public override string ToString() => Value ? "true" : "false";
    }

    private sealed class Int64Constant(long value) : ConstantValue
    {
        public long Value { get; } = value;

        public override ConstantKind Kind => ConstantKind.Int;

        private protected override Representation Form => Representation.Int64;

        public override string ToString() => Value.ToString();
    }

    // Integers that an int64 cannot hold, and any operand of theirs.
    private sealed class BigIntConstant(BigInteger value) : ConstantValue
    {
        public BigInteger Value { get; } = value;

        public override ConstantKind Kind => ConstantKind.Int;

        private protected override Representation Form => Representation.BigInt;

        public override string ToString() => Value.ToString();
    }

    private sealed class RatConstant(BigRational value) : ConstantValue
    {
        public BigRational Value { get; } = value;

        public override ConstantKind Kind => ConstantKind.Float;

        private protected override Representation Form => Representation.Rat;

        public override string ToString() => BigFloat.FromRational(Value).ToShortString();

        public override string ExactString() =>
            Value.IsInteger ? Value.Num.ToString() : $"{Value.Num}/{Value.Den}";
    }

    private sealed class FloatConstant(BigFloat value) : ConstantValue
    {
        public BigFloat Value { get; } = value;

        public override ConstantKind Kind => ConstantKind.Float;

        private protected override Representation Form => Representation.Float;

        public override string ToString() => Value.ToShortString();

        public override string ExactString() => Value.ToExactString();
    }

    private sealed class ComplexConstant(ConstantValue re, ConstantValue im) : ConstantValue
    {
        public ConstantValue Re { get; } = re;

        public ConstantValue Im { get; } = im;

        public override ConstantKind Kind => ConstantKind.Complex;

        private protected override Representation Form => Representation.Complex;

        public override string ToString() => $"({Re} + {Im}i)";

        public override string ExactString() => $"({Re.ExactString()} + {Im.ExactString()}i)";
    }

    // Bytes, or two strings that are put together when the bytes are asked for: a sum of thousands of literals would
    // otherwise take quadratic time.
    private sealed class StringConstant : ConstantValue
    {
        private const int MaxShownRunes = 72;
        private const int MaxShownBytes = 4 * (MaxShownRunes + 1);

        private readonly long length;
        private byte[]? bytes;
        private Pair? parts;

        public StringConstant(byte[] bytes)
        {
            this.bytes = bytes;
            length = bytes.Length;
        }

        public StringConstant(StringConstant left, StringConstant right)
        {
            parts = new Pair(left, right);
            length = left.length + right.length;
        }

        public override ConstantKind Kind => ConstantKind.String;

        public long Length => length;

        public byte[] Content
        {
            get
            {
                if (Volatile.Read(ref bytes) is { } known)
                {
                    return known;
                }

                var joined = Join();
                Volatile.Write(ref bytes, joined);
                Volatile.Write(ref parts, null);
                return joined;
            }
        }

        private protected override Representation Form => Representation.BoolOrString;

        public override string ToString()
        {
            // What is shown needs no more than the first bytes; a concatenation may have billions.
            var quoted = GoQuote.Quote(length > MaxShownBytes ? First(MaxShownBytes) : Content);
            var runes = 0;
            var cut = 0;
            for (var i = 0; i < quoted.Length; i++)
            {
                if (char.IsLowSurrogate(quoted[i]))
                {
                    continue;
                }

                if (++runes == MaxShownRunes - 2)
                {
                    cut = i;
                }
                else if (runes > MaxShownRunes)
                {
                    return quoted[..cut] + "...";
                }
            }

            return quoted;
        }

        public override string ExactString() => GoQuote.Quote(Content);

        private byte[] First(int count)
        {
            var first = new byte[count];
            var at = 0;
            var pending = new Stack<StringConstant>();
            pending.Push(this);
            while (at < count && pending.TryPop(out var next))
            {
                var pair = Volatile.Read(ref next.parts);
                if (pair != null && Volatile.Read(ref next.bytes) == null)
                {
                    pending.Push(pair.Right);
                    pending.Push(pair.Left);
                    continue;
                }

                var part = Volatile.Read(ref next.bytes)!.AsSpan();
                part = part[..Math.Min(part.Length, count - at)];
                part.CopyTo(first.AsSpan(at));
                at += part.Length;
            }

            return first;
        }

        private byte[] Join()
        {
            var joined = new byte[length];
            var end = joined.Length;
            var pending = new Stack<StringConstant>();
            pending.Push(this);
            while (pending.TryPop(out var next))
            {
                // The parts go first when they are not needed any more, so they have to be read first.
                var pair = Volatile.Read(ref next.parts);
                if (pair != null && Volatile.Read(ref next.bytes) == null)
                {
                    pending.Push(pair.Left);
                    pending.Push(pair.Right);
                    continue;
                }

                var part = Volatile.Read(ref next.bytes)!;
                end -= part.Length;
                part.CopyTo(joined, end);
            }

            return joined;
        }

        private sealed class Pair(StringConstant left, StringConstant right)
        {
            public StringConstant Left { get; } = left;

            public StringConstant Right { get; } = right;
        }
    }
}
