using System.Collections.Immutable;
using System.Text;
using Unpark.Go.Syntax;
using Unpark.Go.Tests.Oracles;
using Unpark.Go.Types;

namespace Unpark.Go.Tests.Types;

/// <summary>The test data of Go's own type checkers: programs that are wrong in every way there is, and some that are not.</summary>
public sealed class GoTestdataTests
{
    [Fact]
    public async Task Every_program_is_checked_in_time_and_those_without_errors_have_nothing_unknown()
    {
        var timeout = TimeSpan.FromMinutes(1);
        using var oracle = new TypesOracle(TypesOracle.FindRepository());
        var std = new StandardLibrary(oracle.GoRoot);
        var programs = Programs(Path.Combine(oracle.GoRoot, "src/internal/types/testdata")).ToList();
        Assert.InRange(programs.Count, 350, int.MaxValue);
        var failures = new StringBuilder();
        foreach (var program in programs)
        {
            var token = TestContext.Current.CancellationToken;
            try
            {
                failures.Append(await Task.Run(() => Check(program, std), token).WaitAsync(timeout, token));
            }
            catch (TimeoutException)
            {
                failures.AppendLine(null, $"{program[0]}: not done after {timeout}");
                break;
            }
        }

        Assert.True(failures.Length == 0, failures.ToString());
    }

    // A program is a file, or all files of a folder.
    private static IEnumerable<string[]> Programs(string root)
    {
        foreach (var folder in Directory.GetDirectories(root).Order())
        {
            foreach (var file in Directory.GetFiles(folder, "*.go").Order())
            {
                yield return [file];
            }

            foreach (var inner in Directory.GetDirectories(folder).Order())
            {
                yield return [.. Directory.GetFiles(inner, "*.go").Order()];
            }
        }
    }

    private static string Check(string[] paths, StandardLibrary std)
    {
        var failures = new StringBuilder();
        var trees = paths.Select(path => SyntaxTree.Parse(new SourceFile(path, File.ReadAllBytes(path)))).ToImmutableArray();
        var first = File.ReadLines(paths[0]).First();
        var package = TypedPackage.Create(new PackageSource(trees[0].Root.Name.Name, trees, std.ForOthers())
        {
            GoVersion = Flag(first, "-lang=") ?? "",
        });
        package.CheckBodies();
        package.InitOrder();
        foreach (var diagnostic in package.Diagnostics.Where(d => d.Kind == TypeDiagnosticKind.Internal))
        {
            failures.AppendLine(diagnostic.ToString());
        }

        foreach (var typeName in package.Package.Scope.Objects.ToArray().OfType<TypeName>())
        {
            _ = MethodSet.Of(typeName.Type);
            _ = typeName.ToString();
            _ = Sizes.Gc64.Sizeof(typeName.Type);
        }

        var source = string.Concat(paths.Select(File.ReadAllText));
        var valid = !source.Contains("ERROR", StringComparison.Ordinal)
            && !first.Contains("-fakeImportC", StringComparison.Ordinal)
            && !first.Contains("-goexperiment", StringComparison.Ordinal);
        if (valid)
        {
            foreach (var file in package.Files)
            {
                new UnknownFinder(file, failures).Visit(file.Tree.Root);
            }
        }

        return failures.ToString();
    }

    private static string? Flag(string line, string flag)
    {
        var at = line.StartsWith("// -", StringComparison.Ordinal) ? line.IndexOf(flag, StringComparison.Ordinal) : -1;
        return at < 0 ? null : line[(at + flag.Length)..].Split(' ')[0];
    }

    private sealed class UnknownFinder(TypedFile file, StringBuilder failures) : SyntaxVisitor
    {
        protected override void VisitNode(Node node)
        {
            // The checkers' tests have two built-in functions of their own.
            if (node is CallExpr { Fun: Ident { Name: "assert" or "trace" } name } call && file.UseOf(name) == null)
            {
                VisitList(call.Args);
                return;
            }

            if (node is Expr e && file.TypeOf(e) is { Type: UnknownType, Mode: not OperandMode.Builtin })
            {
                failures.AppendLine(null,
                    $"{file.Tree.File.Path}:{file.Tree.File.PositionOf(e.Pos)}: {file.Tree.File.Text(e.Pos, e.End)}");
            }

            base.VisitNode(node);
        }
    }
}
