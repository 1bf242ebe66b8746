namespace Unpark.Analysis.Obligations;

/// <summary>The state of an obligation on a path.</summary>
internal enum Duty : byte
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>It is open.</summary>
    Owed,

    /// <summary>It was met, or handed on.</summary>
    Met,
}
