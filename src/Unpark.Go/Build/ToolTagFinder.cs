using System.Collections.Immutable;

namespace Unpark.Go.Build;

/// <summary>
/// The tags a toolchain sets: <c>goexperiment.x</c> for the experiments that are on, and the levels of the
/// architecture such as <c>amd64.v1</c>. Source: internal/buildcfg.
/// </summary>
internal static class ToolTagFinder
{
    public static ImmutableArray<string> Find(
        string? goRoot, string os, string arch, GoEnvironment environment, SourceFiles files)
    {
        var experiments = Baseline(goRoot, os, arch, files);
        foreach (var word in environment.Get("GOEXPERIMENT").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word == "none")
            {
                experiments.Clear();
                continue;
            }

            var on = !word.StartsWith("no", StringComparison.Ordinal);
            var name = on ? word : word[2..];
            foreach (var part in name == "regabi" ? ["regabiwrappers", "regabiargs"] : new[] { name })
            {
                if (on)
                {
                    experiments.Add(part);
                }
                else
                {
                    experiments.Remove(part);
                }
            }
        }

        var tags = ImmutableArray.CreateBuilder<string>();
        foreach (var experiment in experiments)
        {
            tags.Add("goexperiment." + experiment);
        }

        AddArchitecture(tags, arch, environment);
        return tags.DrainToImmutable();
    }

    // Which experiments are on by default differs from release to release; the Go tree itself says it.
    private static SortedSet<string> Baseline(string? goRoot, string os, string arch, SourceFiles files)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var registers = arch is "amd64" or "arm64" or "loong64" or "ppc64le" or "ppc64" or "riscv64" or "s390x";
        var dwarf5 = os is not ("darwin" or "ios" or "aix");
        var path = goRoot == null ? null : Path.Combine(goRoot, "src", "internal", "buildcfg", "exp.go");
        if (path == null || files.Read(path, out _) is not { } file)
        {
            names.UnionWith(["randomizedheapbase64", "greenteagc", "jsonv2", "sizespecializedmalloc"]);
            if (registers)
            {
                names.UnionWith(["regabiwrappers", "regabiargs"]);
            }

            if (dwarf5)
            {
                names.Add("dwarf5");
            }

            return names;
        }

        var text = file.Text(0, file.Length);
        var at = text.IndexOf("baseline := goexperiment.Flags{", StringComparison.Ordinal);
        var end = at < 0 ? -1 : text.IndexOf('}', text.IndexOf('{', at));
        if (end < 0)
        {
            return names;
        }

        foreach (var line in text[at..end].Split('\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0 || line.Contains(":=", StringComparison.Ordinal))
            {
                continue;
            }

            var value = line[(colon + 1)..].Trim().TrimEnd(',');
            var on = value switch
            {
                "false" => false,
                "regabiSupported" or "regabiAlwaysOn" => registers,
                "dwarf5Supported" => dwarf5,
                // 64-bit exchange of Go 1.24's mutexes.
                "haveXchg8" => registers || arch is "386" or "arm",
                _ => true,
            };
            if (on)
            {
                names.Add(line[..colon].Trim().ToLowerInvariant());
            }
        }

        return names;
    }

    private static void AddArchitecture(ImmutableArray<string>.Builder tags, string arch, GoEnvironment environment)
    {
        switch (arch)
        {
            case "386":
                tags.Add("386." + Setting("GO386", "sse2"));
                break;
            case "amd64":
                AddLevels("amd64.v", 1, Number("GOAMD64", "v1", 1));
                break;
            case "arm":
                AddLevels("arm.", 5, Number("GOARM", "7", 0));
                break;
            case "arm64":
                var level = Setting("GOARM64", "v8.0");
                var major = level.Length > 3 && level[1] == '9' ? 9 : 8;
                var minor = level.Length > 3 && char.IsAsciiDigit(level[3]) ? level[3] - '0' : 0;
                AddLevels($"arm64.v{major}.", 0, minor);
                if (major == 9)
                {
                    AddLevels("arm64.v8.", 0, Math.Min(minor + 5, 9));
                }

                break;
            case "mips" or "mipsle":
                tags.Add($"{arch}.{Setting("GOMIPS", "hardfloat")}");
                break;
            case "mips64" or "mips64le":
                tags.Add($"{arch}.{Setting("GOMIPS64", "hardfloat")}");
                break;
            case "ppc64" or "ppc64le":
                AddLevels($"{arch}.power", 8, Number("GOPPC64", "power8", 5));
                break;
            case "riscv64":
                tags.Add("riscv64.rva20u64");
                var profile = Number("GORISCV64", "rva20u64", 3);
                if (profile >= 22)
                {
                    tags.Add("riscv64.rva22u64");
                }

                if (profile >= 23)
                {
                    tags.Add("riscv64.rva23u64");
                }

                break;
            case "wasm":
                tags.AddRange("wasm.satconv", "wasm.signext");
                break;
        }

        string Setting(string name, string otherwise) =>
            environment.Get(name) is { Length: > 0 } value ? value : otherwise;

        int Number(string name, string otherwise, int from)
        {
            var number = 0;
            foreach (var c in Setting(name, otherwise).AsSpan(Math.Min(from, Setting(name, otherwise).Length)))
            {
                if (!char.IsAsciiDigit(c))
                {
                    break;
                }

                number = Math.Min((number * 10) + (c - '0'), 99);
            }

            return number;
        }

        void AddLevels(string prefix, int first, int last)
        {
            for (var i = first; i <= last; i++)
            {
                tags.Add(prefix + i);
            }
        }
    }
}
