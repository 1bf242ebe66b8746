using System.Numerics;
using Unpark.Go.Constants;
using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>Constants of the checker as values of a type.</summary>
internal static class ConstantValues
{
    public static Value Of(ConstantValue? constant, RuntimeType type)
    {
        if (constant == null)
        {
            return type.Zero();
        }

        if (type.Shape is not BasicType basic)
        {
            return type.Shape is InterfaceType ? default : type.Zero();
        }

        switch (basic.Kind)
        {
            case BasicKind.Bool or BasicKind.UntypedBool:
                return Value.Of(ConstantValue.BoolVal(constant));
            case BasicKind.String or BasicKind.UntypedString:
                return Value.Of(GoString.Of(ConstantValue.StringBytes(constant).ToArray()));
            case BasicKind.Float32:
                return Value.Of((double)ConstantValue.Float32Val(constant));
            case BasicKind.Float64 or BasicKind.UntypedFloat:
                return Value.Of(ConstantValue.Float64Val(constant));
            case BasicKind.Complex64 or BasicKind.Complex128 or BasicKind.UntypedComplex:
                var complex = ConstantValue.ToComplex(constant);
                return Value.OfObject(new Complex(
                    ConstantValue.Float64Val(ConstantValue.Real(complex)), ConstantValue.Float64Val(ConstantValue.Imag(complex))));
            default:
                var whole = ConstantValue.ToInt(constant);
                if (ConstantValue.TryGetInt64(whole, out var signed))
                {
                    return Value.Of(Integers.Wrap(signed, basic.Kind));
                }

                return ConstantValue.TryGetUInt64(whole, out var unsigned) ? Value.Of((long)unsigned) : default;
        }
    }
}
