using System.Text;
using Unpark.Cli.Checking;
using Unpark.Cli.Configuration.Toml;

namespace Unpark.Cli.Configuration;

/// <summary>Finds and reads configuration files.</summary>
internal static class ConfigurationFile
{
    /// <summary>The nearest file in a folder or above it, or null.</summary>
    public static string? Find(string folder)
    {
        for (var at = Path.GetFullPath(folder); at is not null; at = Path.GetDirectoryName(at))
        {
            var path = Path.Combine(at, UnparkConfiguration.FileName);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its absolute path.</param>
    /// <param name="shown">How messages name it.</param>
    /// <exception cref="CheckException">It cannot be read, or there is something wrong in it; the message says where.</exception>
    public static UnparkConfiguration Read(string path, string shown)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckException($"{shown}: {e.Message}", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new CheckException($"{shown}: the file is not UTF-8", e);
        }

        try
        {
            return new ConfigurationReader(path).Convert(TomlReader.Read(text));
        }
        catch (TomlException e)
        {
            throw new CheckException($"{shown}:{e.Place}: {e.Message}", e);
        }
    }
}
