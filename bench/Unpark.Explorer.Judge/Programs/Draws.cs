namespace Unpark.Explorer.Judge;

/// <summary>Numbers drawn from a seed: the same on every machine and with every .NET (G. Steele et al., splitmix64).</summary>
public sealed class Draws(ulong seed)
{
    private ulong state = seed;

    /// <summary>A number from 0 to below a bound.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>True in so many of a hundred cases.</summary>
    public bool Percent(int chance) => Below(100) < chance;

    public T One<T>(IReadOnlyList<T> of)
    {
        ArgumentNullException.ThrowIfNull(of);
        return of[Below(of.Count)];
    }

    private ulong Next()
    {
        var z = state += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
