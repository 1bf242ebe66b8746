using Unpark.Flow;

namespace Unpark.Explorer;

/// <summary>Numbers instructions in the order in which they are met, for hashes.</summary>
internal sealed class SiteNumbers
{
    private readonly Dictionary<SsaInstruction, int> numbers = new(ReferenceEqualityComparer.Instance);

    public long Of(SsaInstruction instruction)
    {
        if (!numbers.TryGetValue(instruction, out var number))
        {
            number = numbers.Count;
            numbers.Add(instruction, number);
        }

        return number;
    }
}
