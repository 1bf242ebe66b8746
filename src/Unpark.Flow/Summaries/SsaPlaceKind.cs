namespace Unpark.Flow;

/// <summary>What an <see cref="SsaPlace"/> begins with.</summary>
public enum SsaPlaceKind : byte
{
    /// <summary>A parameter of the function; the receiver is the first.</summary>
    Parameter,

    /// <summary>A captured variable of the function literal.</summary>
    Captured,

    /// <summary>A result of the function.</summary>
    Result,

    /// <summary>A variable of the package.</summary>
    Global,

    /// <summary>What an instruction of the function makes: a variable, a channel, the result of a call.</summary>
    Local,
}
