using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Unpark.Cli.Checking;
using Unpark.Cli.Commands;
using Unpark.Explorer;
using Unpark.Flow;
using Unpark.Go.Build;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Cli.Exploring;

/// <summary>A package that is explored, and the functions in it that an exploration can begin with.</summary>
internal sealed class ExploredProgram
{
    private const int MostProblems = 10;
    private const int MostNames = 8;

    private readonly GoProgram program;
    private readonly PathDisplay paths;
    private readonly Dictionary<GoPackage, FlowPackage> flows = [];

    private ExploredProgram(GoProgram program, PathDisplay paths) => (this.program, this.paths) = (program, paths);

    /// <summary>True if there is no Go installation, so that no function of the standard library can be executed.</summary>
    public bool HasNoGo => program.Context.GoRoot is null;

    /// <summary>Loads a package with its tests.</summary>
    /// <exception cref="CheckException">There is no such package, or several, or it does not build.</exception>
    public static ExploredProgram Load(ExploreRequest request, CancellationToken cancellation)
    {
        var loaded = GoProgram.Load(
            new LoadOptions
            {
                Dir = request.Folder,
                Patterns = [request.Package],
                Tests = true,
                Build = new BuildOptions { Tags = request.Tags.IsEmpty ? null : request.Tags, GoRoot = request.GoRoot },
            },
            cancellation);
        var paths = new PathDisplay(request.Folder);
        var found = loaded.Matched.Where(p => !p.IsMissing).ToArray();
        if (found.Length != 1)
        {
            var problems = loaded.Errors.Select(e => Text(CheckedGoProgram.ProblemOf(e), paths)).Distinct().ToArray();
            throw new CheckException(found.Length > 1
                ? $"{request.Package} names {found.Length} packages: one is explored at a time"
                : problems.Length > 0 ? string.Join('\n', problems) : $"no Go package matches {request.Package} in {request.Folder}");
        }

        return new ExploredProgram(loaded, paths);
    }

    /// <summary>The functions to begin with.</summary>
    /// <exception cref="CheckException">There are none, or what they are in does not build.</exception>
    public ImmutableArray<NamedRoot> Roots(ExploreRequest request)
    {
        if (request.Function is { } name)
        {
            return [Function(name)];
        }

        if (request.Tests is null && Main is { Name: "main" } && FindFunction(Main, "main") is { } main)
        {
            return [Named("main", Main, main, isTest: false)];
        }

        var pattern = request.Tests ?? "";
        Regex[] parts;
        try
        {
            // As go test has it: what stands behind a slash is about subtests, which run with their test.
            parts = [.. pattern.Split('/').Select(p => new Regex(p, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking))];
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new CheckException($"-run {pattern}: {e.Message}");
        }

        var all = Variants(GoVariant.Tests).SelectMany(p => FlowOf(p).Functions.Where(f => IsTest(f)).Select(f => (Package: p, Function: f))).ToArray();
        var chosen = all.Where(t => parts[0].IsMatch(t.Function.Name)).ToArray();
        if (chosen.Length == 0)
        {
            throw new CheckException(all.Length == 0
                ? $"{Main?.ImportPath ?? request.Package} has no main and no tests: --func names the function to begin with"
                : $"no test matches -run {pattern}: there {(all.Length == 1 ? "is" : "are")} {Some(all.Select(t => t.Function.Name))}");
        }

        return [.. chosen.Select(t => Named(t.Function.Name, t.Package, t.Function, isTest: true))];
    }

    /// <summary>The function or test that a trace begins with.</summary>
    /// <exception cref="CheckException">It is not there.</exception>
    public NamedRoot Root(string package, string name, bool isTest)
    {
        foreach (var variant in Variants(isTest ? GoVariant.Tests : GoVariant.All).Where(p => p.ImportPath == package))
        {
            if (FindFunction(variant, name) is { } function && (!isTest || IsTest(function)))
            {
                return Named(name, variant, function, isTest);
            }
        }

        throw new CheckException($"the trace begins with {name} of {package}, which is not there: the code has changed, or another package is meant");
    }

    // A package that has tests may be there with them only.
    private GoPackage? Main => program.Roots.Where(p => p.Variant != PackageVariant.ExternalTest).MinBy(p => p.Variant);

    private IEnumerable<GoPackage> Variants(GoVariant which) => program.Roots
        .Where(p => which == GoVariant.All || p.Variant != PackageVariant.Plain)
        .OrderBy(p => p.Variant);

    private NamedRoot Function(string name)
    {
        var known = new List<string>();
        foreach (var package in Variants(GoVariant.All))
        {
            if (FindFunction(package, name) is { } function)
            {
                return Named(NameOf(function), package, function, isTest: false);
            }

            known.AddRange(FlowOf(package).Functions.Where(f => f.Outer == null && f.Object != null).Select(NameOf));
        }

        throw new CheckException($"no function {name} in {Main?.ImportPath}{Spelling.Suggest(name, known.Distinct())}");
    }

    private FlowFunction? FindFunction(GoPackage package, string name)
    {
        var wanted = Bare(name);
        return FlowOf(package).Functions.FirstOrDefault(f => f is { Outer: null, Object: not null } && NameOf(f) == name)
            ?? FlowOf(package).Functions.FirstOrDefault(f => f is { Outer: null, Object: not null } && Bare(NameOf(f)) == wanted);
    }

    private static string NameOf(FlowFunction function) => function.Syntax is FuncDecl declaration ? FunctionNames.Of(declaration) : function.Name;

    // (*T).M, (T).M and T.M are the same method: a type has one of a name.
    private static string Bare(string name) => name.Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal)
        .Replace("*", "", StringComparison.Ordinal);

    private NamedRoot Named(string name, GoPackage package, FlowFunction function, bool isTest)
    {
        // The tests of package p_test use p as it is with its own test files.
        var others = Variants(GoVariant.Tests).Where(p => p != package && (isTest || (package.Variant == PackageVariant.ExternalTest
            && p.Variant == PackageVariant.Test))).Select(FlowOf);
        var main = isTest ? Variants(GoVariant.Tests).SelectMany(p => FlowOf(p).Functions).FirstOrDefault(IsTestMain) : null;
        return new NamedRoot(name, package.ImportPath, new ExplorationRoot(function, isTest) { TestMain = main },
            new ProgramExplorer(program, [function.Package, .. others]));
    }

    // func TestXxx(t *testing.T), where Xxx does not begin with a small letter.
    private static bool IsTest(FlowFunction function) => IsCalledWith(function, "T")
        && function.Name.StartsWith("Test", StringComparison.Ordinal) && (function.Name.Length == 4 || !char.IsLower(function.Name[4]));

    private static bool IsTestMain(FlowFunction function) => function.Name == "TestMain" && IsCalledWith(function, "M");

    private static bool IsCalledWith(FlowFunction function, string type) =>
        function is { Outer: null, Object: { IsMethod: false, Signature: { Params.Length: 1, Results.Length: 0 } signature } }
        && signature.Params.Vars[0].Type is PointerType { Elem: NamedType { Obj: { Name: var name, Package.Path: "testing" } } } && name == type;

    private FlowPackage FlowOf(GoPackage package)
    {
        if (!flows.TryGetValue(package, out var flow))
        {
            var typed = package.TypeCheck();
            var problems = package.Trees.SelectMany(t => t.Diagnostics.Select(d => Problem(t.File, d.Offset, d.Message)))
                .Concat(package.Errors.Select(CheckedGoProgram.ProblemOf))
                .Concat(typed.Diagnostics.Where(d => d.Kind != TypeDiagnosticKind.MissingImport).Select(d => Problem(d.File, d.Offset, d.Message)))
                .DistinctBy(p => (p.Path, p.Line)).Take(MostProblems).Select(p => Text(p, paths)).ToArray();
            if (problems.Length > 0)
            {
                throw new CheckException(string.Join('\n', problems));
            }

            flow = new FlowPackage(typed);
            flows.Add(package, flow);
        }

        return flow;
    }

    private static CheckProblem Problem(SourceFile file, int offset, string message)
    {
        var (line, column) = file.PositionOf(offset);
        return new CheckProblem(file.Path, line, column, message);
    }

    private static string Text(CheckProblem problem, PathDisplay paths)
    {
        var place = problem.Path.Length == 0 ? "" : paths.Show(problem.Path);
        return place + (problem.Line > 0 ? $":{problem.Line}:{problem.Column}: " : place.Length > 0 ? ": " : "") + problem.Message;
    }

    private static string Some(IEnumerable<string> names)
    {
        var list = names.ToArray();
        return string.Join(", ", list.Take(MostNames)) + (list.Length > MostNames ? $" and {list.Length - MostNames} more" : "");
    }

    private enum GoVariant
    {
        All,
        Tests,
    }
}
