namespace Unpark.Analysis.Obligations;

/// <summary>What naming a variable does to the obligation that it holds.</summary>
internal enum UseEffect : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is met, or somebody else may meet it.</summary>
    Discharges,
}
