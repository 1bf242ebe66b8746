using System.Collections.Immutable;
using Unpark.Go.Syntax;

namespace Unpark.Go.Build;

/// <summary>What a go.work file says. Parsing never fails, as with <see cref="ModFile"/>.</summary>
public sealed class WorkFile
{
    private WorkFile(string path)
    {
        FilePath = path;
    }

    /// <summary>The path of the file.</summary>
    public string FilePath { get; }

    /// <summary>The Go version of the go line, or empty.</summary>
    public string Go { get; private set; } = "";

    /// <summary>The toolchain line, or empty.</summary>
    public string Toolchain { get; private set; } = "";

    /// <summary>The folders of the modules, as written.</summary>
    public ImmutableArray<string> Use { get; private set; } = [];

    /// <summary>The replacements of modules, which go before those of the modules' own files.</summary>
    public ImmutableArray<ModReplace> Replace { get; private set; } = [];

    /// <summary>What could not be understood.</summary>
    public ImmutableArray<string> Errors { get; private set; } = [];

    /// <summary>Parses a go.work file. O(length).</summary>
    /// <param name="file">The file.</param>
    public static WorkFile Parse(SourceFile file)
    {
        var work = new WorkFile(file.Path);
        var use = ImmutableArray.CreateBuilder<string>();
        var replace = ImmutableArray.CreateBuilder<ModReplace>();
        var lines = new ModLines(file);
        while (lines.Next())
        {
            var words = lines.Words;
            switch (lines.Verb)
            {
                case "go" when words.Count == 1:
                    work.Go = words[0];
                    break;
                case "toolchain" when words.Count == 1:
                    work.Toolchain = words[0];
                    break;
                case "godebug" when words.Count == 1:
                    break;
                case "use" when words.Count == 1:
                    use.Add(words[0]);
                    break;
                case "replace" when ModReplace.TryParse(words, out var replacement):
                    replace.Add(replacement);
                    break;
                case "go" or "toolchain" or "godebug" or "use" or "replace":
                    lines.Fail($"malformed {lines.Verb} line");
                    break;
                default:
                    lines.Fail("unknown directive: " + lines.Verb);
                    break;
            }
        }

        work.Use = use.DrainToImmutable();
        work.Replace = replace.DrainToImmutable();
        work.Errors = lines.Errors();
        return work;
    }
}
