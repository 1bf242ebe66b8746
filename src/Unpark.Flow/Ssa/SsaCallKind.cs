namespace Unpark.Flow;

/// <summary>How an <see cref="SsaCall"/> finds what it calls.</summary>
public enum SsaCallKind : byte
{
    /// <summary>A declared function or a method of a known type: an <see cref="SsaFunctionReference"/>.</summary>
    Static,

    /// <summary>A function literal on the spot: an <see cref="SsaClosure"/>.</summary>
    Literal,

    /// <summary>A method of an interface or a type parameter; the receiver tells which one.</summary>
    Interface,

    /// <summary>A function value.</summary>
    Value,

    /// <summary>A built-in function: an <see cref="SsaBuiltin"/>.</summary>
    Builtin,

    /// <summary>Something that could not be resolved.</summary>
    Unknown,
}
