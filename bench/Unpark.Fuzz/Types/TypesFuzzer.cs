using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Unpark.Go.Syntax;
using Unpark.Go.Tests.Oracles;
using Unpark.Go.Tests.Syntax;
using Unpark.Go.Tests.Types;
using Unpark.Go.Types;

namespace Unpark.Fuzz.Types;

/// <summary>
/// Checks broken packages until the time is up: files of Go's source and of its type checkers' test data, with names
/// exchanged or bytes changed.
/// </summary>
internal static class TypesFuzzer
{
    private const int MaxPackageLength = 120_000;
    private const int MaxLength = 60_000;

    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Hanging = TimeSpan.FromSeconds(20);

    /// <summary>Runs for some minutes; 1 if something was found.</summary>
    public static int Run(string[] args)
    {
        if (args is ["again", var folder])
        {
            return Again(folder);
        }

        var minutes = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 10;
        var seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Environment.TickCount;
        var std = new StandardLibrary(GoToolchain.Root);
        var programs = Programs(std).ToList();
        var found = Path.Combine(GoToolchain.Repository, "artifacts", "fuzz");
        Directory.CreateDirectory(found);
        Console.WriteLine($"seed {seed}, {programs.Count} programs, {minutes} minutes");
        var random = new Random(seed);
        var watch = Stopwatch.StartNew();
        var (inputs, problems) = (0, 0);
        while (watch.Elapsed < TimeSpan.FromMinutes(minutes))
        {
            var program = Break(programs[random.Next(programs.Count)], random);
            var problem = Check(program, std);
            if (problem != null)
            {
                Keep(program, Path.Combine(found, $"types-{seed}-{inputs}"), problem);
                problems++;
            }

            if (++inputs % 1000 == 0)
            {
                Console.WriteLine($"{watch.Elapsed:hh\\:mm\\:ss} {inputs} inputs, {problems} problems");
            }
        }

        Console.WriteLine($"{inputs} inputs, {problems} problems");
        return problems == 0 ? 0 : 1;
    }

    // What was kept of a run before.
    private static int Again(string folder)
    {
        var std = new StandardLibrary(GoToolchain.Root);
        foreach (var round in Enumerable.Range(1, 3))
        {
            var watch = Stopwatch.StartNew();
            var files = Directory.GetFiles(folder, "*.go").Order(StringComparer.Ordinal)
                .Select(path => new SourceFile(path, File.ReadAllBytes(path)));
            var problem = Check([.. files], std);
            Console.WriteLine($"{round}: {watch.Elapsed} {problem}");
        }

        return 0;
    }

    private static IEnumerable<SourceFile[]> Programs(StandardLibrary std)
    {
        foreach (var package in std.All())
        {
            var files = package.Source.Trees.Select(tree => tree.File).ToArray();
            if (files.Sum(file => file.Length) < MaxPackageLength)
            {
                yield return files;
            }
        }

        var testdata = Path.Combine(GoToolchain.Root, "src/internal/types/testdata");
        foreach (var path in Directory.EnumerateFiles(testdata, "*.go", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(GoToolchain.Root, "test/typeparam"), "*.go")).Order(StringComparer.Ordinal))
        {
            yield return [new SourceFile(path, File.ReadAllBytes(path))];
        }
    }

    private static SourceFile[] Break(SourceFile[] files, Random random)
    {
        var broken = (SourceFile[])files.Clone();
        var index = random.Next(broken.Length);
        var file = broken[index];
        var content = random.Next(4) == 0 ? Mutation.Mutate(file.Content.ToArray(), random, MaxLength)
            : ExchangeNodes(file, random);
        broken[index] = new SourceFile(file.Path, content);
        return broken;
    }

    // Puts expressions in each other's places: the result parses mostly, and has types where they do not belong.
    private static byte[] ExchangeNodes(SourceFile file, Random random)
    {
        var exprs = new ExprCollector();
        exprs.Visit(SyntaxTree.Parse(file).Root);
        var content = file.Content.ToArray();
        if (exprs.Found.Count == 0)
        {
            return content;
        }

        var changes = new SortedDictionary<int, (int End, string Text)>(Comparer<int>.Create(static (a, b) => b.CompareTo(a)));
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var target = exprs.Found[random.Next(exprs.Found.Count)];
            var source = exprs.Found[random.Next(exprs.Found.Count)];
            changes.TryAdd(target.Pos, (target.End, file.Text(source.Pos, source.End)));
        }

        // From the end to the beginning, so that offsets stay good; what overlaps is left alone.
        var text = new List<byte>(content);
        var last = int.MaxValue;
        foreach (var (pos, (end, replacement)) in changes)
        {
            if (end <= last && pos >= 0 && end <= text.Count)
            {
                text.RemoveRange(pos, end - pos);
                text.InsertRange(pos, Encoding.UTF8.GetBytes(replacement));
                last = pos;
            }
        }

        return [.. text];
    }

    // What is slow only once was waiting for the machine.
    private static string? Check(SourceFile[] files, StandardLibrary std) =>
        CheckInTime(files, std, out var slow) is { } problem && !(slow && CheckInTime(files, std, out slow) is null) ? problem : null;

    private static string? CheckInTime(SourceFile[] files, StandardLibrary std, out bool slow)
    {
        string? problem = null;
        slow = false;
        var watch = Stopwatch.StartNew();
        var thread = new Thread(() => problem = CheckHere(files, std), 4 << 20) { IsBackground = true };
        thread.Start();
        if (!thread.Join(Hanging))
        {
            return $"does not end in {Hanging}";
        }

        slow = problem == null && watch.Elapsed > TooLong;
        return slow ? $"took {watch.Elapsed}" : problem;
    }

    private static string? CheckHere(SourceFile[] files, StandardLibrary std)
    {
        try
        {
            var trees = files.Select(file => SyntaxTree.Parse(file)).ToImmutableArray();
            var package = TypedPackage.Create(new PackageSource(trees[0].Root.Name.Name, trees, std.ForOthers()));
            package.CheckBodies();
            package.InitOrder();
            foreach (var file in package.Files)
            {
                new Asker(file).Visit(file.Tree.Root);
            }

            foreach (var obj in package.Package.Scope.Objects)
            {
                _ = obj.ToString();
                _ = Sizes.Gc64.Sizeof(obj.Type);
                _ = MethodSet.Of(obj.Type);
                _ = TypePredicates.Comparable(obj.Type);
            }

            return package.Diagnostics.FirstOrDefault(d => d.Kind == TypeDiagnosticKind.Internal)?.ToString();
        }
        catch (Exception e)
        {
            return e.ToString();
        }
    }

    private static void Keep(SourceFile[] files, string folder, string why)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in files)
        {
            File.WriteAllBytes(Path.Combine(folder, Path.GetFileName(file.Path)), file.Content.ToArray());
        }

        Console.WriteLine($"{folder}: {why}");
    }

    private sealed class ExprCollector : SyntaxVisitor
    {
        public List<Expr> Found { get; } = [];

        protected override void VisitNode(Node node)
        {
            if (node is Expr e && e.End > e.Pos && e.End - e.Pos < 200)
            {
                Found.Add(e);
            }

            base.VisitNode(node);
        }
    }

    private sealed class Asker(TypedFile file) : SyntaxVisitor
    {
        protected override void VisitNode(Node node)
        {
            if (node is Expr e)
            {
                _ = file.TypeOf(e).Type?.ToString();
                _ = file.TypeOf(e).Value?.ToString();
            }

            if (node is Ident ident)
            {
                _ = file.ObjectOf(ident)?.ToString();
            }

            if (node is SelectorExpr selector)
            {
                _ = file.SelectionOf(selector)?.ToString();
            }

            base.VisitNode(node);
        }
    }
}
