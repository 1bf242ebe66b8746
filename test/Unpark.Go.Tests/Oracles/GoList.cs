using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Unpark.Go.Build;

namespace Unpark.Go.Tests.Oracles;

/// <summary>What the go command says of packages, and where that differs from what we say.</summary>
public static class GoList
{
    private const string Fields = "ImportPath,Dir,Name,Standard,Module,GoFiles,CgoFiles,TestGoFiles,XTestGoFiles,"
        + "IgnoredGoFiles,InvalidGoFiles,Imports,TestImports,XTestImports,ImportMap,Error,Match";

    /// <summary>Runs <c>go list -e -json</c>.</summary>
    /// <param name="dir">The folder to run in.</param>
    /// <param name="environment">Variables on top of those of this process.</param>
    /// <param name="arguments">Flags and patterns.</param>
    public static IReadOnlyList<JsonElement> Run(
        string dir, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        var output = RunGo(dir, environment, ["list", "-e", "-pgo=off", "-json=" + Fields, .. arguments]);
        var packages = new List<JsonElement>();
        var reader = new Utf8JsonReader(
            Encoding.UTF8.GetBytes(output), new JsonReaderOptions { AllowMultipleValues = true });
        while (reader.Read())
        {
            packages.Add(JsonElement.ParseValue(ref reader));
        }

        return packages;
    }

    /// <summary>
    /// Runs the go command and gives what it writes; what it says on stderr is an error only if it fails.
    /// </summary>
    public static string RunGo(
        string dir, IReadOnlyDictionary<string, string> environment, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(GoToolchain.Command, arguments)
        {
            WorkingDirectory = dir,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Isolated)
        {
            start.Environment[name] = value;
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"go {string.Join(' ', arguments)}: {errors.Result}");
    }

    /// <summary>Settings that keep the machine's own out, for the go command and for us.</summary>
    public static IReadOnlyDictionary<string, string> Isolated { get; } = new Dictionary<string, string>
    {
        ["GOROOT"] = GoToolchain.Root,
        ["GOTOOLCHAIN"] = "local",
        ["GOPROXY"] = "off",
        ["GOFLAGS"] = "",
        ["GOWORK"] = "",
        ["GOENV"] = "off",
        ["GO111MODULE"] = "",
        ["CGO_ENABLED"] = "",
        ["GOOS"] = "",
        ["GOARCH"] = "",
        // Of folders that have not changed for two seconds the go command has an index, which gives up a package at the
        // first file with a broken build constraint where reading its files goes on.
        ["GODEBUG"] = "goindex=0",
    };

    /// <summary>The options for a load under the same settings as the go command's.</summary>
    public static BuildOptions Options(string dir, IReadOnlyDictionary<string, string> environment)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        foreach (var (name, value) in Isolated.Concat(environment))
        {
            variables[name] = value;
        }

        return new BuildOptions { Dir = dir, Environment = variables };
    }

    /// <summary>Compares all packages that patterns match; each difference is one line.</summary>
    public static IReadOnlyList<string> Compare(
        string dir, IReadOnlyDictionary<string, string> environment, params IReadOnlyList<string> arguments)
    {
        var theirs = Run(dir, environment, arguments);
        var options = Options(dir, environment);
        var patterns = new List<string>();
        foreach (var argument in arguments)
        {
            if (argument.StartsWith("-tags=", StringComparison.Ordinal))
            {
                options = options with { Tags = [.. argument["-tags=".Length..].Split(',')] };
            }
            else if (argument.StartsWith("-mod=", StringComparison.Ordinal))
            {
                options = options with { Mod = argument["-mod=".Length..] };
            }
            else if (argument.StartsWith("-modfile=", StringComparison.Ordinal))
            {
                options = options with { ModFile = argument["-modfile=".Length..] };
            }
            else
            {
                patterns.Add(argument);
            }
        }

        var files = new DiskFiles();
        var loader = new PackageLoader(BuildContext.Create(options, files), files);
        var ours = loader.Match(patterns).Packages.ToDictionary(package => package.ImportPath, StringComparer.Ordinal);
        var differences = new List<string>();
        foreach (var their in theirs)
        {
            var path = Text(their, "ImportPath");
            if (ours.Remove(path, out var our))
            {
                AddDifferences(differences, our, their);
            }
            else if (Text(their, "Dir").Length > 0 || !their.TryGetProperty("Error", out _))
            {
                // What has neither folder nor package is the go command's way of reporting a pattern's error.
                differences.Add($"{path}: not found by us");
            }
        }

        foreach (var path in ours.Keys)
        {
            differences.Add($"{path}: found by us only");
        }

        return differences;
    }

    /// <summary>Adds a line for every field that differs.</summary>
    public static void AddDifferences(List<string> differences, PackageFiles our, JsonElement their)
    {
        Check("Name", our.Name, Text(their, "Name"));
        Check("Dir", our.Dir, Text(their, "Dir"));
        Check("Standard", our.IsStandard.ToString(), Flag(their, "Standard").ToString());
        CheckList("GoFiles", our.GoFiles);
        CheckList("CgoFiles", our.CgoFiles);
        CheckList("TestGoFiles", our.TestGoFiles);
        CheckList("XTestGoFiles", our.XTestGoFiles);
        CheckList("IgnoredGoFiles", our.IgnoredGoFiles);
        CheckList("InvalidGoFiles", our.InvalidGoFiles);
        CheckList("Imports", our.Imports.Select(our.Resolve));
        CheckSorted("TestImports", our.TestImports.Select(our.Resolve));
        CheckSorted("XTestImports", our.XTestImports.Select(our.Resolve));
        foreach (var path in our.Imports)
        {
            var mapped = their.TryGetProperty("ImportMap", out var map) && map.TryGetProperty(path, out var to)
                ? to.GetString()
                : path;
            Check("ImportMap " + path, our.Resolve(path), mapped!);
        }

        if (their.TryGetProperty("Error", out _) && our.Errors.IsEmpty && our.IsMissing)
        {
            differences.Add($"{our.ImportPath}: the go command reports an error, we do not");
        }

        Check("Module", Describe(our.Module), DescribeModule(their));

        void Check(string field, string ours, string theirs)
        {
            if (ours != theirs)
            {
                differences.Add($"{our.ImportPath}: {field}: ours '{ours}', theirs '{theirs}'");
            }
        }

        void CheckList(string field, IEnumerable<string> ours) =>
            Check(field, string.Join(' ', ours), string.Join(' ', Texts(their, field)));

        // The go command sorts the imports of tests behind vendoring, and those of packages before it.
        void CheckSorted(string field, IEnumerable<string> ours) => Check(
            field, string.Join(' ', ours.Order(StringComparer.Ordinal)),
            string.Join(' ', Texts(their, field).Order(StringComparer.Ordinal)));
    }

    private static string Describe(PackageModule? module) => module == null ? ""
        : $"{module.Path}@{module.Version} in {module.Dir} go {module.GoVersion} main {module.Main} "
            + $"replaced by {module.Replace}";

    private static string DescribeModule(JsonElement package)
    {
        if (!package.TryGetProperty("Module", out var module))
        {
            return "";
        }

        var replace = module.TryGetProperty("Replace", out var with)
            ? new ModuleVersion(Text(with, "Path"), Text(with, "Version")).ToString()
            : "";
        return $"{Text(module, "Path")}@{Text(module, "Version")} in {Text(module, "Dir")} "
            + $"go {Text(module, "GoVersion")} main {Flag(module, "Main")} replaced by {replace}";
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString()! : "";

    private static bool Flag(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.GetBoolean();

    private static IEnumerable<string> Texts(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.EnumerateArray().Select(item => item.GetString()!) : [];
}
