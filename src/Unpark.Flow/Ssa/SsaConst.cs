using Unpark.Go.Constants;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>A constant, <c>nil</c>, or the zero value of a type.</summary>
public sealed class SsaConst : SsaValue
{
    internal SsaConst(GoType type, ConstantValue? value)
        : base(type)
    {
        Value = value;
    }

    /// <summary>The value; null for <c>nil</c> and for the zero value of a type that has no constants.</summary>
    public ConstantValue? Value { get; }

    /// <summary>True for <c>nil</c>.</summary>
    public bool IsNil => Value == null && TypePredicates.HasNil(Type);

    /// <inheritdoc/>
    public override string ToString() => Value?.ToString() ?? (IsNil ? "nil" : "zero");
}
