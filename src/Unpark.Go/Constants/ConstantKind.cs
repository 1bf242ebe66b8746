namespace Unpark.Go.Constants;

/// <summary>
/// What kind of value a constant has. The numeric kinds come last, in the order in which each holds the former.
/// </summary>
public enum ConstantKind : byte
{
    /// <summary>The value could not be told.</summary>
    Unknown,

    /// <summary>A boolean.</summary>
    Bool,

    /// <summary>A string of bytes.</summary>
    String,

    /// <summary>An integer.</summary>
    Int,

    /// <summary>A number that need not be an integer.</summary>
    Float,

    /// <summary>A complex number.</summary>
    Complex,
}
