namespace Unpark.Go.Types;

/// <summary>Properties of basic types.</summary>
[Flags]
public enum BasicInfo : byte
{
#pragma warning disable CS1591 // the names say it
    None = 0,
    Boolean = 1,
    Integer = 2,
    Unsigned = 4,
    Float = 8,
    Complex = 16,
    String = 32,
    Untyped = 64,
    Ordered = Integer | Float | String,
    Numeric = Integer | Float | Complex,
    ConstType = Boolean | Numeric | String,
#pragma warning restore CS1591
}
