using System.Collections.Immutable;
using Unpark.Cli.Checking;
using Unpark.Profiles;

namespace Unpark.Cli.Profiling;

/// <summary>Reads the profiles that a command names: in files, folders, archives, standard input and servers.</summary>
internal sealed class ProfileInputs
{
    // A server may send for ever; what a process's profile takes is far below this.
    private const long MaxBytesOfServer = 1L << 30;

    private readonly string folder;
    private readonly ProfileSource source;
    private readonly CancellationToken cancellation;

    /// <summary>Makes one.</summary>
    /// <param name="folder">The folder that file names are relative to.</param>
    /// <param name="timeout">How long a server may keep silent.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public ProfileInputs(string folder, TimeSpan timeout, CancellationToken cancellation)
        => (this.folder, source, this.cancellation) = (folder, new ProfileSource(folder, timeout), cancellation);

    /// <summary>The profiles of an input in their order, at least one; those of a folder by the names of its files.</summary>
    /// <exception cref="CheckException">There is none; the message names the input and says why.</exception>
    public ImmutableArray<NamedProfile> Read(string name)
    {
        var path = Path.Combine(folder, name);
        return name != "-" && Directory.Exists(path) ? ReadFolder(name, path) : ReadOne(name);
    }

    private ImmutableArray<NamedProfile> ReadOne(string name)
    {
        var shown = name == "-" ? "standard input" : name;
        using var stream = source.Open(name, cancellation);
        var options = stream is FileStream ? ProfileReadOptions.Default
            : new ProfileReadOptions { MaxBytes = MaxBytesOfServer, MaxBinaryBytes = (int)(MaxBytesOfServer / 4) };
        var profiles = ImmutableArray.CreateBuilder<NamedProfile>();
        try
        {
            foreach (var profile in ProfileReader.Read(stream, options))
            {
                cancellation.ThrowIfCancellationRequested();
                profiles.Add(new NamedProfile(shown, profile));
            }
        }
        catch (ProfileException e)
        {
            throw new CheckException($"{shown}: {e.Message}", e);
        }

        return profiles.Count == 0 ? throw new CheckException($"{shown}: no goroutines") : profiles.DrainToImmutable();
    }

    private ImmutableArray<NamedProfile> ReadFolder(string name, string path)
    {
        var profiles = ImmutableArray.CreateBuilder<NamedProfile>();
        CheckException? first = null;
        var files = Directory.GetFiles(path).Order(StringComparer.Ordinal).ToArray();
        foreach (var file in files)
        {
            try
            {
                profiles.AddRange(ReadOne(Path.Combine(name, Path.GetFileName(file))));
            }
            catch (CheckException e)
            {
                // A folder of a run may hold more than profiles.
                first ??= e;
            }
        }

        return profiles.Count > 0 ? profiles.DrainToImmutable()
            : throw (files.Length == 0 ? new CheckException($"{name}: an empty folder")
                : new CheckException($"{name}: a folder without goroutine profiles; {first!.Message}", first));
    }
}
