using Unpark.Go.Constants;
using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>A declared constant.</summary>
public sealed class Const : GoObject
{
    private ConstantValue? value;

    internal Const(Package? package, string name, SourceFile? file, int offset, GoType? type, ConstantValue? value)
        : base(package, name, file, offset, type)
    {
        this.value = value;
    }

    /// <summary>The value; of kind <see cref="ConstantKind.Unknown"/> where it cannot be told.</summary>
    public ConstantValue Value
    {
        get
        {
            _ = Type; // sets the value too
            return Volatile.Read(ref value) ?? ConstantValue.Unknown;
        }
    }

    /// <summary>Sets value and type together; whoever sees the type sees the value.</summary>
    internal void Set(GoType type, ConstantValue? constant)
    {
        SetValue(constant);
        SetType(type);
    }

    /// <summary>Sets the value alone.</summary>
    internal void SetValue(ConstantValue? constant) => Volatile.Write(ref value, constant);
}
