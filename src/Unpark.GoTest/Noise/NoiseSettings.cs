namespace Unpark.GoTest;

/// <summary>Which noise the schedule of a run gets.</summary>
/// <param name="Seed">What all of it is drawn from; not 0.</param>
/// <param name="Most">How long a test executable may be delayed in all.</param>
public sealed record NoiseSettings(uint Seed, TimeSpan Most)
{
    /// <summary>How often the tests run, each time with the next seed; the test executables are linked once.</summary>
    public int Runs { get; init; } = 1;

    private static readonly TimeSpan MostUnbounded = TimeSpan.FromMinutes(2);

    /// <summary>Noise that leaves the tests four fifths of the time they have.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="arguments">The arguments of <c>go test</c>.</param>
    public static NoiseSettings Of(uint seed, GoTestArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return new NoiseSettings(seed, arguments.Timeout is { } timeout && timeout / 5 < MostUnbounded ? timeout / 5 : MostUnbounded);
    }
}
