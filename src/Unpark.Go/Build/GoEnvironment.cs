using Unpark.Go.Syntax;

namespace Unpark.Go.Build;

/// <summary>
/// The go command's settings: environment variables first, then what <c>go env -w</c> has stored, then GOROOT/go.env.
/// Source: cmd/go/internal/cfg.
/// </summary>
internal sealed class GoEnvironment
{
    private readonly IReadOnlyDictionary<string, string>? variables;
    private readonly SourceFiles files;
    private Dictionary<string, string> stored = [];
    private Dictionary<string, string> shipped = [];

    /// <param name="variables">The environment, or null for that of the process.</param>
    /// <param name="files">Where the settings files are read from.</param>
    public GoEnvironment(IReadOnlyDictionary<string, string>? variables, SourceFiles files)
    {
        this.variables = variables;
        this.files = files;
        if (UserFile() is { } path)
        {
            stored = ReadSettings(path);
        }
    }

    /// <summary>The value of a setting, or an empty string.</summary>
    public string Get(string name)
    {
        var value = Variable(name);
        return value.Length > 0 ? value : stored.GetValueOrDefault(name) ?? shipped.GetValueOrDefault(name) ?? "";
    }

    /// <summary>The value of an environment variable, or an empty string.</summary>
    public string Variable(string name) =>
        (variables != null ? variables.GetValueOrDefault(name) : Environment.GetEnvironmentVariable(name)) ?? "";

    /// <summary>Reads GOROOT/go.env, for what is set nowhere else.</summary>
    public void UseGoRoot(string goRoot) => shipped = ReadSettings(Path.Combine(goRoot, "go.env"));

    /// <summary>The path of a program on PATH, or null.</summary>
    public string? FindProgram(string name)
    {
        if (name.Contains('/', StringComparison.Ordinal))
        {
            return File.Exists(name) ? name : null;
        }

        foreach (var folder in Variable("PATH").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var suffix in OperatingSystem.IsWindows() ? [".exe", ".bat", ".cmd"] : new[] { "" })
            {
                var path = Path.Combine(folder, name + suffix);
                if (File.Exists(path))
                {
                    return path;
                }
            }
        }

        return null;
    }

    /// <summary>The user's home folder, or an empty string.</summary>
    public string Home() => Variable(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME");

    private string? UserFile()
    {
        var path = Variable("GOENV");
        if (path == "off")
        {
            return null;
        }

        if (path.Length > 0)
        {
            return Path.GetFullPath(path);
        }

        // os.UserConfigDir
        string folder;
        if (OperatingSystem.IsWindows())
        {
            folder = Variable("AppData");
        }
        else if (OperatingSystem.IsMacOS())
        {
            folder = Home().Length > 0 ? Path.Combine(Home(), "Library", "Application Support") : "";
        }
        else
        {
            folder = Variable("XDG_CONFIG_HOME");
            if (folder.Length == 0 && Home().Length > 0)
            {
                folder = Path.Combine(Home(), ".config");
            }
        }

        return folder.Length > 0 && Path.IsPathRooted(folder) ? Path.Combine(folder, "go", "env") : null;
    }

    private Dictionary<string, string> ReadSettings(string path)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        if (files.Read(path, out _) is { } file)
        {
            foreach (var line in file.Text(0, file.Length).Split('\n'))
            {
                var equals = line.IndexOf('=', StringComparison.Ordinal);
                if (equals > 0 && char.IsAsciiLetterUpper(line[0]))
                {
                    settings[line[..equals]] = line[(equals + 1)..].TrimEnd('\r');
                }
            }
        }

        return settings;
    }
}
