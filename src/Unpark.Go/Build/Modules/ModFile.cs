using System.Collections.Immutable;
using Unpark.Go.Syntax;

namespace Unpark.Go.Build;

/// <summary>
/// What a go.mod file says. Parsing never fails: lines that cannot be understood are in <see cref="Errors"/> and
/// otherwise left out. Source: golang.org/x/mod/modfile and the Go Modules Reference.
/// </summary>
public sealed class ModFile
{
    private ModFile(string path)
    {
        FilePath = path;
    }

    /// <summary>The path of the file.</summary>
    public string FilePath { get; }

    /// <summary>The module path, or empty if there is no module line.</summary>
    public string ModulePath { get; private set; } = "";

    /// <summary>The Go version of the go line such as <c>1.21</c>, or empty.</summary>
    public string Go { get; private set; } = "";

    /// <summary>The toolchain line, or empty.</summary>
    public string Toolchain { get; private set; } = "";

    /// <summary>The modules required.</summary>
    public ImmutableArray<ModRequire> Require { get; private set; } = [];

    /// <summary>The module versions that are to be passed over.</summary>
    public ImmutableArray<ModuleVersion> Exclude { get; private set; } = [];

    /// <summary>The replacements of modules.</summary>
    public ImmutableArray<ModReplace> Replace { get; private set; } = [];

    /// <summary>The versions of this module that should not be used, as intervals.</summary>
    public ImmutableArray<(string Low, string High)> Retract { get; private set; } = [];

    /// <summary>The packages that are tools of this module.</summary>
    public ImmutableArray<string> Tools { get; private set; } = [];

    /// <summary>The folders that patterns pass over.</summary>
    public ImmutableArray<string> Ignore { get; private set; } = [];

    /// <summary>The godebug settings, <c>key=value</c>.</summary>
    public ImmutableArray<string> Godebug { get; private set; } = [];

    /// <summary>What could not be understood: <c>go.mod:3: …</c>.</summary>
    public ImmutableArray<string> Errors { get; private set; } = [];

    /// <summary>Parses a go.mod file. O(length).</summary>
    /// <param name="file">The file.</param>
    public static ModFile Parse(SourceFile file)
    {
        var mod = new ModFile(file.Path);
        var require = ImmutableArray.CreateBuilder<ModRequire>();
        var exclude = ImmutableArray.CreateBuilder<ModuleVersion>();
        var replace = ImmutableArray.CreateBuilder<ModReplace>();
        var retract = ImmutableArray.CreateBuilder<(string, string)>();
        var tools = ImmutableArray.CreateBuilder<string>();
        var ignore = ImmutableArray.CreateBuilder<string>();
        var godebug = ImmutableArray.CreateBuilder<string>();
        var lines = new ModLines(file);
        while (lines.Next())
        {
            var words = lines.Words;
            switch (lines.Verb)
            {
                case "module" when words.Count == 1:
                    mod.ModulePath = words[0];
                    break;
                case "go" when words.Count == 1:
                    mod.Go = words[0];
                    break;
                case "toolchain" when words.Count == 1:
                    mod.Toolchain = words[0];
                    break;
                case "godebug" when words.Count == 1:
                    godebug.Add(words[0]);
                    break;
                case "require" when words.Count == 2:
                    require.Add(new ModRequire(new ModuleVersion(words[0], words[1]), lines.Comment is "indirect"
                        || lines.Comment.StartsWith("indirect;", StringComparison.Ordinal)));
                    break;
                case "exclude" when words.Count == 2:
                    exclude.Add(new ModuleVersion(words[0], words[1]));
                    break;
                case "replace" when ModReplace.TryParse(words, out var replacement):
                    replace.Add(replacement);
                    break;
                case "retract" when words.Count == 1:
                    retract.Add((words[0], words[0]));
                    break;
                case "retract" when words is ["[", _, ",", _, "]"]:
                    retract.Add((words[1], words[3]));
                    break;
                case "tool" when words.Count == 1:
                    tools.Add(words[0]);
                    break;
                case "ignore" when words.Count == 1:
                    ignore.Add(words[0]);
                    break;
                case "module" or "go" or "toolchain" or "godebug" or "require" or "exclude" or "replace" or "retract"
                    or "tool" or "ignore":
                    lines.Fail($"malformed {lines.Verb} line");
                    break;
                default:
                    lines.Fail("unknown directive: " + lines.Verb);
                    break;
            }
        }

        mod.Require = require.DrainToImmutable();
        mod.Exclude = exclude.DrainToImmutable();
        mod.Replace = replace.DrainToImmutable();
        mod.Retract = retract.DrainToImmutable();
        mod.Tools = tools.DrainToImmutable();
        mod.Ignore = ignore.DrainToImmutable();
        mod.Godebug = godebug.DrainToImmutable();
        mod.Errors = lines.Errors();
        return mod;
    }
}
