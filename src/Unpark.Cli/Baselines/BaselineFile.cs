using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Unpark.Cli.Checking;

namespace Unpark.Cli.Baselines;

/// <summary>Reads files of baselines.</summary>
internal static class BaselineFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The absolute path of the file.</param>
    /// <param name="shown">How messages name it.</param>
    /// <param name="type">What is in it.</param>
    /// <param name="isWhole">Whether it is a baseline of this version.</param>
    /// <exception cref="CheckException">It is not there, or is no baseline.</exception>
    public static T Read<T>(string path, string shown, JsonTypeInfo<T> type, Func<T, bool> isWhole)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type) is { } read && isWhole(read) ? read
                : throw new CheckException($"{shown} is no baseline of this version of Unpark: --write-baseline makes one anew");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CheckException($"there is no baseline {shown}: --write-baseline makes it", e);
        }
        catch (JsonException e)
        {
            throw new CheckException($"{shown}:{(e.LineNumber ?? 0) + 1}: the baseline is damaged: --write-baseline makes it anew", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckException($"{shown}: {e.Message}", e);
        }
    }
}
