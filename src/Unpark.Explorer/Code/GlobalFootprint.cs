namespace Unpark.Explorer;

/// <summary>What code may use that is not handed to it.</summary>
/// <param name="Globals">The numbers of variables of explored packages.</param>
/// <param name="Others">The packages whose variables it may use that are not explored, by the numbers that <see cref="CodeLibrary.OthersOf"/> gives; ascending.</param>
internal sealed record GlobalFootprint(int[] Globals, int[] Others)
{
    public bool IsEmpty => Globals.Length == 0 && Others.Length == 0;
}
