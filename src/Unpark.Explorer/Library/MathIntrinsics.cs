namespace Unpark.Explorer;

/// <summary>What package math has in assembly or makes of the bits of numbers.</summary>
internal static class MathIntrinsics
{
    public static IEnumerable<Intrinsic> All { get; } =
    [
        new("math.Float64bits", c => Known(c, x => Value.Of(x.Bits)), null),
        new("math.Float64frombits", c => Known(c, x => Value.Of(x.Float)), null),
        new("math.Float32bits", c => Known(c, x => Value.Of((long)BitConverter.SingleToUInt32Bits((float)x.Float))), null),
        new("math.Float32frombits", c => Known(c, x => Value.Of((double)BitConverter.UInt32BitsToSingle((uint)x.Bits))), null),
        new("math.Sqrt", c => Known(c, x => Value.Of(Math.Sqrt(x.Float))), null),
        new("math.Floor", c => Known(c, x => Value.Of(Math.Floor(x.Float))), null),
        new("math.Ceil", c => Known(c, x => Value.Of(Math.Ceiling(x.Float))), null),
        new("math.Trunc", c => Known(c, x => Value.Of(Math.Truncate(x.Float))), null),
        new("math.archSqrt", c => Known(c, x => Value.Of(Math.Sqrt(x.Float))), null),
        new("math.archFloor", c => Known(c, x => Value.Of(Math.Floor(x.Float))), null),
        new("math.archCeil", c => Known(c, x => Value.Of(Math.Ceiling(x.Float))), null),
        new("math.archTrunc", c => Known(c, x => Value.Of(Math.Truncate(x.Float))), null),
        new("math.archExp", c => Known(c, x => Value.Of(Math.Exp(x.Float))), null),
        new("math.archLog", c => Known(c, x => Value.Of(Math.Log(x.Float))), null),
        new("math.archHypot", c => c[1].IsUnknown ? c.Unknown() : Known(c, x => Value.Of(double.Hypot(x.Float, c[1].Float))), null),
        new("math.archMax", c => c[1].IsUnknown ? c.Unknown() : Known(c, x => Value.Of(Math.Max(x.Float, c[1].Float))), null),
        new("math.archMin", c => c[1].IsUnknown ? c.Unknown() : Known(c, x => Value.Of(Math.Min(x.Float, c[1].Float))), null),
        new("math.FMA", c => c[1].IsUnknown || c[2].IsUnknown ? c.Unknown()
            : Known(c, x => Value.Of(Math.FusedMultiplyAdd(x.Float, c[1].Float, c[2].Float))), null),
        new("math.Abs", c => Known(c, x => Value.Of(Math.Abs(x.Float))), null),
    ];

    private static Value Known(IntrinsicCall call, Func<Value, Value> compute) => call[0].IsUnknown
        ? Value.OfObject(new UnknownValue(call.Site.Method?.Name ?? "", 0, call[0]))
        : compute(call[0]);
}
