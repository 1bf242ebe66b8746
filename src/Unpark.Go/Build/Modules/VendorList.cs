using Unpark.Go.Syntax;

namespace Unpark.Go.Build;

/// <summary>What vendor/modules.txt says. Source: cmd/go/internal/modload, readVendorList.</summary>
internal sealed class VendorList
{
    /// <summary>Which module each vendored package is from.</summary>
    public Dictionary<string, ModuleVersion> ModuleOfPackage { get; } = new(StringComparer.Ordinal);

    /// <summary>The modules that packages are vendored from, in order.</summary>
    public List<ModuleVersion> Modules { get; } = [];

    /// <summary>The modules required by a main module's own go.mod.</summary>
    public HashSet<ModuleVersion> Explicit { get; } = [];

    /// <summary>The go line's version of the modules.</summary>
    public Dictionary<ModuleVersion, string> GoVersions { get; } = [];

    /// <summary>What replaces a module.</summary>
    public Dictionary<ModuleVersion, ModuleVersion> Replacements { get; } = [];

    /// <summary>True if the folder was made by <c>go work vendor</c>.</summary>
    public bool IsWorkspace { get; private set; }

    public static VendorList Parse(SourceFile? file)
    {
        var list = new VendorList();
        var versions = new Dictionary<string, string>(StringComparer.Ordinal);
        var module = default(ModuleVersion);
        var first = true;
        foreach (var line in (file?.Text(0, file.Length) ?? "").Split('\n'))
        {
            if (first && line.StartsWith("## ", StringComparison.Ordinal))
            {
                list.IsWorkspace = Array.Exists(line[3..].Split(';'), entry => entry.Trim() == "workspace");
            }

            first = false;
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                module = list.ReadModule(line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries));
            }
            else if (string.IsNullOrEmpty(module.Path))
            {
                continue;
            }
            else if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                list.ReadAnnotations(module, line[3..]);
            }
            else if (line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries) is [var package])
            {
                list.ModuleOfPackage[package] = module;
                if (!versions.TryGetValue(module.Path, out var version)
                    || Versions.Compare(module.Path, version, module.Version) < 0)
                {
                    list.Modules.Add(module);
                    versions[module.Path] = module.Version;
                }
            }
        }

        return list;
    }

    private ModuleVersion ReadModule(string[] words)
    {
        if (words.Length < 3)
        {
            return default;
        }

        ModuleVersion module;
        int arrow;
        if (Versions.IsSemantic(words[2]))
        {
            module = new ModuleVersion(words[1], words[2]);
            arrow = 3;
        }
        else if (words[2] == "=>")
        {
            module = new ModuleVersion(words[1], "");
            arrow = 2;
        }
        else
        {
            return default;
        }

        if (words.Length > arrow + 1 && words[arrow] == "=>")
        {
            var version = words.Length > arrow + 2 ? words[arrow + 2] : "";
            Replacements[module] = new ModuleVersion(words[arrow + 1], version);
        }

        return module;
    }

    private void ReadAnnotations(ModuleVersion module, string text)
    {
        foreach (var entry in text.Split(';'))
        {
            var word = entry.Trim();
            if (word == "explicit")
            {
                Explicit.Add(module);
            }
            else if (word.StartsWith("go ", StringComparison.Ordinal))
            {
                GoVersions[module] = word[3..].Trim();
            }
        }
    }
}
