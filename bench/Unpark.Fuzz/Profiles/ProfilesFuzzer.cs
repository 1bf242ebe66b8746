using System.Diagnostics;
using System.Globalization;
using Unpark.Go.Tests.Oracles;
using Unpark.Profiles.Tests.Support;

namespace Unpark.Fuzz.Profiles;

/// <summary>Reads broken profiles until the time is up.</summary>
internal static class ProfilesFuzzer
{
    /// <summary>Runs for some minutes; 1 if something was found.</summary>
    public static int Run(string[] args)
    {
        var minutes = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 10;
        var seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Environment.TickCount;
        var samples = Samples.All().ToArray();
        var found = Path.Combine(GoToolchain.Repository, "artifacts", "fuzz");
        Directory.CreateDirectory(found);
        Console.WriteLine($"seed {seed}, {samples.Length} samples, {minutes} minutes");
        var random = new Random(seed);
        var watch = Stopwatch.StartNew();
        var (inputs, problems) = (0, 0);
        while (watch.Elapsed < TimeSpan.FromMinutes(minutes))
        {
            var bytes = Broken.Mutate(samples[random.Next(samples.Length)].Bytes, random);
            bytes = random.Next(4) == 0 ? bytes[..random.Next(bytes.Length + 1)] : bytes;
            if (Broken.Read(bytes) is { } problem)
            {
                problems++;
                var kept = Path.Combine(found, $"profile-{seed}-{inputs}");
                File.WriteAllBytes(kept, bytes);
                Console.WriteLine($"{kept}: {problem}");
            }

            inputs++;
        }

        Console.WriteLine($"{inputs} inputs, {problems} problems");
        return problems == 0 ? 0 : 1;
    }
}
