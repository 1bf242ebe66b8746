namespace Unpark.Go.Types;

/// <summary>What a variable is.</summary>
public enum VarKind : byte
{
    /// <summary>A variable declared at package level.</summary>
    Package,

    /// <summary>A local variable.</summary>
    Local,

    /// <summary>The receiver of a method.</summary>
    Receiver,

    /// <summary>A parameter.</summary>
    Parameter,

    /// <summary>A result.</summary>
    Result,

    /// <summary>A field of a struct.</summary>
    Field,
}
