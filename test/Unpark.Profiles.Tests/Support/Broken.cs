namespace Unpark.Profiles.Tests.Support;

/// <summary>Reads bytes that may be anything.</summary>
public static class Broken
{
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(20);

    /// <summary>Reads, groups and diagnoses; what is wrong with the reader, or null. That the bytes are refused is not wrong.</summary>
    public static string? Read(byte[] bytes)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        try
        {
            foreach (var profile in ProfileReader.Read(new MemoryStream(bytes)))
            {
                if (ProfileDiagnosis.Of(profile).Sum(g => g.Group.Count) != profile.Goroutines)
                {
                    return "the groups hold another number of goroutines than the profile";
                }
            }
        }
        catch (ProfileException)
        {
            // The message for the user is the right outcome.
        }
#pragma warning disable CA1031 // whatever is thrown is what is looked for
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e.ToString();
        }

        return watch.Elapsed > TooLong ? $"took {watch.Elapsed}" : null;
    }

    /// <summary>Changes some bytes: replaced, removed, doubled, or exchanged with those of another place.</summary>
    public static byte[] Mutate(byte[] bytes, Random random)
    {
        var list = new List<byte>(bytes);
        for (var i = random.Next(1, 8); i > 0 && list.Count > 0; i--)
        {
            var at = random.Next(list.Count);
            var length = Math.Min(random.Next(1, 40), list.Count - at);
            switch (random.Next(4))
            {
                case 0:
                    list[at] = (byte)random.Next(256);
                    break;
                case 1:
                    list.RemoveRange(at, length);
                    break;
                case 2:
                    list.InsertRange(at, list.GetRange(at, length));
                    break;
                default:
                    list.InsertRange(random.Next(list.Count), list.GetRange(at, length));
                    break;
            }
        }

        return [.. list];
    }
}
