using System.Numerics;
using CsCheck;
using Unpark.Go.Constants;

namespace Unpark.Go.Tests.Constants;

public class BigFloatTests
{
    private static readonly Gen<BigInteger> Mantissa =
        from bytes in Gen.Byte.Array[1, 80]
        select new BigInteger(bytes);

    private static readonly Gen<BigFloat> Number =
        from mantissa in Mantissa
        from scale in Gen.Int[-1500, 1500]
        select BigFloat.Round(mantissa, scale);

    [Fact]
    public void A_sum_is_the_nearest_number_to_the_exact_one() => Number.Select(Number).Sample((x, y) =>
        AssertNearest(BigFloat.Add(x, y), x.ToRational().Add(y.ToRational())));

    [Fact]
    public void A_product_is_the_nearest_number_to_the_exact_one() => Number.Select(Number).Sample((x, y) =>
        AssertNearest(BigFloat.Multiply(x, y), x.ToRational().Multiply(y.ToRational())));

    [Fact]
    public void A_quotient_is_the_nearest_number_to_the_exact_one() =>
        Number.Select(Number).Where(p => p.Item2.Sign != 0).Sample((x, y) =>
            AssertNearest(BigFloat.Divide(x, y), x.ToRational().Divide(y.ToRational())));

    [Fact]
    public void A_fraction_is_rounded_to_the_nearest_number() => Mantissa.Select(Mantissa).Where(p => !p.Item2.IsZero)
        .Sample((num, den) =>
        {
            var exact = new BigRational(num, den);
            AssertNearest(BigFloat.FromRational(exact), exact);
        });

    [Fact]
    public void Numbers_are_ordered_like_their_exact_values() => Number.Select(Number).Sample((x, y) =>
        Assert.Equal(Math.Sign(x.ToRational().CompareTo(y.ToRational())), Math.Sign(x.CompareTo(y))));

    [Fact]
    public void A_tie_goes_to_the_even_mantissa()
    {
        var odd = (BigInteger.One << BigFloat.Precision) - 1;
        Assert.Equal(BigInteger.One << (BigFloat.Precision + 1), BigFloat.Round((odd << 1) + 1, 0).ToRational().Num);
        var even = odd - 1;
        Assert.Equal(even << 1, BigFloat.Round((even << 1) + 1, 0).ToRational().Num);
    }

    [Fact]
    public void A_float64_is_rounded_to_itself() => Gen.Double.Where(double.IsFinite).Sample(value =>
    {
        var rounded = BigRational.FromDouble(value).Round(FloatFormat.Double, out var exact);
        Assert.Equal(value, rounded);
        Assert.True(exact);
    });

    [Fact]
    public void A_float64_is_rounded_to_the_float32_that_the_processor_has() =>
        Gen.Double.Where(double.IsFinite).Sample(value => Assert.Equal(
            (float)value, (float)BigRational.FromDouble(value).Round(FloatFormat.Single, out _)));

    [Fact]
    public void Half_way_between_two_float64_is_rounded_to_the_even_one() =>
        Gen.Double[1e-310, 1e300].Sample(value =>
        {
            var next = Math.BitIncrement(value);
            var sum = BigRational.FromDouble(value).Add(BigRational.FromDouble(next));
            var middle = sum.Divide(new BigRational(2));
            var even = (BitConverter.DoubleToInt64Bits(value) & 1) == 0 ? value : next;
            Assert.Equal(even, middle.Round(FloatFormat.Double, out var exact));
            Assert.False(exact);
        });

    private static void AssertNearest(BigFloat rounded, BigRational exact)
    {
        if (exact.Sign == 0)
        {
            Assert.Equal(0, rounded.Sign);
            return;
        }

        var error = rounded.ToRational().Subtract(exact);
        var distance = error.Sign < 0 ? error.Negate() : error;
        var scale = rounded.Exponent - BigFloat.Precision;
        var unit = scale >= 0
            ? new BigRational(BigInteger.One << (int)scale)
            : new BigRational(BigInteger.One, BigInteger.One << (int)-scale);
        var order = distance.Add(distance).CompareTo(unit);
        Assert.True(order <= 0, "more than half a unit away");
        if (order == 0)
        {
            Assert.True(rounded.ToRational().Divide(unit).Num.IsEven, "a tie went to the odd mantissa");
        }
    }
}
