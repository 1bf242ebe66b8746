namespace Unpark.Go.Build;

/// <summary>Finds the Go tree of the machine, without running anything.</summary>
internal static class GoRootFinder
{
    /// <summary>
    /// GOROOT: from the environment, the Go tree that the folder is in, from <c>go</c> on PATH, or from a usual place;
    /// null if there is none.
    /// </summary>
    public static string? Find(GoEnvironment environment, SourceFiles files, string folder)
    {
        var setting = environment.Variable("GOROOT");
        if (setting.Length > 0)
        {
            setting = Path.TrimEndingDirectorySeparator(Path.GetFullPath(setting));
            return IsGoRoot(setting, files) ? setting : null;
        }

        if (Around(folder, files) is { } around)
        {
            return around;
        }

        if (environment.FindProgram("go") is { } program && OfProgram(program, files) is { } found)
        {
            return found;
        }

        foreach (var place in UsualPlaces(environment, files))
        {
            if (IsGoRoot(place, files))
            {
                return place;
            }
        }

        return null;
    }

    /// <summary>The first word of GOROOT/VERSION, such as <c>go1.27.3</c>, or empty.</summary>
    public static string ReadVersion(string goRoot, SourceFiles files)
    {
        if (files.Read(Path.Combine(goRoot, "VERSION"), out _) is not { } file)
        {
            return "";
        }

        var line = file.LineText(1).Trim();
        return line.StartsWith("devel ", StringComparison.Ordinal) ? line : line.Split(' ')[0];
    }

    /// <summary>The N of Go 1.N.</summary>
    public static int MinorVersion(string? goRoot, string version, SourceFiles files)
    {
        if (Versions.GoVersionMinor(version) is > 0 and var minor)
        {
            return minor;
        }

        // A Go built from its repository says so in VERSION, or has none; its release is a constant of its source.
        if (goRoot != null
            && files.Read(Path.Combine(goRoot, "src", "internal", "goversion", "goversion.go"), out _) is { } file)
        {
            var text = file.Text(0, file.Length);
            const string Declaration = "const Version = ";
            var at = text.IndexOf(Declaration, StringComparison.Ordinal);
            if (at >= 0)
            {
                at += Declaration.Length;
                var end = at;
                while (end < text.Length && char.IsAsciiDigit(text[end]))
                {
                    end++;
                }

                if (int.TryParse(text.AsSpan(at, end - at), out minor))
                {
                    return minor;
                }
            }
        }

        return Versions.GoVersionMinor(ApiSnapshot.GoVersion);
    }

    // Whoever works on Go itself means the tree he is in: the standard library is a module there, named std.
    private static string? Around(string folder, SourceFiles files)
    {
        for (var at = folder; at != null; at = Path.GetDirectoryName(at))
        {
            if (Path.GetFileName(at) == "src" && Path.GetDirectoryName(at) is { } root && IsGoRoot(root, files)
                && files.Read(Path.Combine(at, "go.mod"), out _) is { } module
                && module.Text(0, module.Length).StartsWith("module std\n", StringComparison.Ordinal))
            {
                return root;
            }
        }

        return null;
    }

    private static string? OfProgram(string program, SourceFiles files)
    {
        try
        {
            // /usr/bin/go -> ../lib/go/bin/go, and /usr/lib/go -> go-1.27: every folder on the way may be a link.
            var real = ResolveLinks(Path.GetFullPath(program));
            var root = Path.GetDirectoryName(Path.GetDirectoryName(real));
            return root != null && IsGoRoot(root, files) ? root : null;
        }
        catch (Exception e) when (DiskFiles.IsFileError(e))
        {
            return null;
        }
    }

    private static string ResolveLinks(string path)
    {
        for (var hops = 0; hops < 40; hops++)
        {
            var next = ResolveFirstLink(path);
            if (next == null)
            {
                break;
            }

            path = next;
        }

        return path;
    }

    private static string? ResolveFirstLink(string path)
    {
        for (var part = path; part != null; part = Path.GetDirectoryName(part))
        {
            FileSystemInfo info = Directory.Exists(part) ? new DirectoryInfo(part) : new FileInfo(part);
            if (info.LinkTarget is { } target)
            {
                var to = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(part) ?? "/", target));
                return to + path[part.Length..];
            }
        }

        return null;
    }

    private static IEnumerable<string> UsualPlaces(GoEnvironment environment, SourceFiles files)
    {
        if (OperatingSystem.IsWindows())
        {
            yield return @"C:\Program Files\Go";
            yield return @"C:\Go";
        }
        else
        {
            yield return "/usr/local/go";
            yield return "/usr/lib/go";
            yield return "/usr/lib/golang";
            yield return "/usr/local/opt/go/libexec";
            yield return "/opt/homebrew/opt/go/libexec";
            yield return "/snap/go/current";
            foreach (var place in Newest("/usr/lib", "go-1.", files))
            {
                yield return place;
            }
        }

        if (environment.Home() is { Length: > 0 } home)
        {
            // golang.org/dl keeps its versions in sdk.
            foreach (var place in Newest(Path.Combine(home, "sdk"), "go1.", files))
            {
                yield return place;
            }

            yield return Path.Combine(home, "go");
        }
    }

    private static List<string> Newest(string folder, string prefix, SourceFiles files)
    {
        var names = new List<string>();
        if (files.List(folder) is { } listing)
        {
            foreach (var name in listing.Folders)
            {
                if (name.StartsWith(prefix, StringComparison.Ordinal))
                {
                    names.Add(name);
                }
            }
        }

        names.Sort((a, b) => Versions.CompareGo(b.Replace("go-", "go", StringComparison.Ordinal)[2..],
            a.Replace("go-", "go", StringComparison.Ordinal)[2..]));
        return names.ConvertAll(name => Path.Combine(folder, name));
    }

    private static bool IsGoRoot(string folder, SourceFiles files) =>
        files.FolderExists(Path.Combine(folder, "src", "runtime"));
}
