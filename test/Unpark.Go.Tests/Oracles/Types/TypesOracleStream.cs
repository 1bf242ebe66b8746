using System.Collections.Immutable;
using System.Text;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Go.Tests.Oracles;

/// <summary>
/// Reads what the oracle gotypes writes, type-checks the same packages, and compares. See test/oracles/gotypes.
/// </summary>
internal sealed class TypesOracleStream
{
    private readonly LineReader reader;
    private readonly TextWriter report;
    private readonly StringTable strings = new();
    private readonly Dictionary<string, TypedPackage> packages = [];
    private int toShow;

    public TypesOracleStream(Stream stream, TextWriter report, int toShow)
    {
        reader = new LineReader(stream);
        this.report = report;
        this.toShow = toShow;
    }

    /// <summary>How long our checks took, parsing included.</summary>
    public TimeSpan CheckTime { get; private set; }

    public TypesTally Compare()
    {
        var tally = new TypesTally();
        while (reader.TryRead(out var line))
        {
            if (line[0] == 'P')
            {
                var fields = new Fields(line[2..]);
                ComparePackage(fields.Text(), fields.Text(), fields.Text(), fields.Text(),
                    fields.Next().SequenceEqual("true"u8), tally);
            }
            else
            {
                TakeString(line);
            }
        }

        tally.Renamed = strings.Renamed;
        return tally;
    }

    private bool TakeString(ReadOnlySpan<byte> line)
    {
        if (line[0] != 'T')
        {
            return false;
        }

        strings.Add(GoStrings.Unquote(line[2..]));
        return true;
    }

    private void ComparePackage(string id, string path, string name, string version, bool wanted, TypesTally tally)
    {
        var imports = new Dictionary<string, string>();
        var files = new List<string>();
        while (reader.TryRead(out var line) && line[0] != '.')
        {
            var fields = new Fields(line[2..]);
            switch ((char)line[0])
            {
                case 'I':
                    imports[fields.Text()] = fields.Text();
                    break;
                case 'F':
                    files.Add(fields.Text());
                    break;
                default:
                    TakeString(line);
                    break;
            }
        }

        var options = wanted ? ParseOptions.Default with { SkipComments = true }
            : ParseOptions.Default with { SkipComments = true, SkipFunctionBodies = true };
        var source = new PackageSource(path, name, () => Parse(files, options), new Resolver(packages, imports))
        {
            GoVersion = version,
        };
        var package = TypedPackage.Create(source);
        packages[id] = package;
        TypedPackageComparison? comparison = null;
        if (wanted)
        {
            var start = TimeProvider.System.GetTimestamp();
            package.CheckBodies();
            CheckTime += TimeProvider.System.GetElapsedTime(start);
            comparison = new TypedPackageComparison(id, package, strings, Show);
        }

        while (reader.TryRead(out var line) && line[0] != ';')
        {
            if (!TakeString(line))
            {
                comparison?.Take(line);
            }
        }

        if (comparison != null)
        {
            tally.Add(comparison.Finish());
            package.DropFacts();
            strings.Forget();
        }
    }

    private void Show(string text)
    {
        if (toShow-- > 0)
        {
            report.WriteLine(text);
        }
    }

    private static ImmutableArray<SyntaxTree> Parse(List<string> files, ParseOptions options)
    {
        var trees = ImmutableArray.CreateBuilder<SyntaxTree>(files.Count);
        foreach (var file in files)
        {
            trees.Add(SyntaxTree.Parse(new SourceFile(file, File.ReadAllBytes(file)), options));
        }

        return trees.MoveToImmutable();
    }

    private sealed class Resolver(Dictionary<string, TypedPackage> packages, Dictionary<string, string> imports)
        : IImportResolver
    {
        public Package? Resolve(string importPath) =>
            packages.GetValueOrDefault(imports.GetValueOrDefault(importPath, importPath))?.Package;
    }
}
