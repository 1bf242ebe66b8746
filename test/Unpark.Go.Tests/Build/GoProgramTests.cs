using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using Unpark.Go.Build;
using Unpark.Go.Syntax;
using Unpark.Go.Tests.Oracles;
using Unpark.Go.Types;

namespace Unpark.Go.Tests.Build;

public sealed class GoProgramTests
{
    private const string Module = """
        -- go.mod --
        module example.com/m

        go 1.24
        -- a/a.go --
        package a

        import "example.com/m/b"

        func A() b.T { return b.Make() }
        -- b/b.go --
        package b

        type T struct{ N int }

        func Make() T { return T{N: 1} }
        -- b/b_test.go --
        package b

        func Hidden() int { return Make().N }
        -- b/x_test.go --
        package b_test

        import (
            "example.com/m/a"
            "example.com/m/b"
            "example.com/m/c"
        )

        func use() (int, b.T, int) { return b.Hidden(), a.A(), c.C() }
        -- c/c.go --
        package c

        func C() int { return 1 }
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Roots_are_the_variants_the_go_command_makes_for_tests()
    {
        using var tree = new TempTree().Write(Module);

        Assert.Equal(
            ["example.com/m/a", "example.com/m/b [example.com/m/b.test]", "example.com/m/b_test [example.com/m/b.test]",
                "example.com/m/c"],
            Load(tree, tests: true).Roots.Select(root => root.Id));
        Assert.Equal(
            ["example.com/m/a", "example.com/m/b", "example.com/m/c"], Load(tree).Roots.Select(root => root.Id));
    }

    [Fact]
    public void An_external_test_sees_the_tested_package_with_its_tests_through_all_packages()
    {
        using var tree = new TempTree().Write(Module);
        var program = Load(tree, tests: true);
        var test = program.Roots[2];

        Assert.Equal("example.com/m/b [example.com/m/b.test]", test.Import("example.com/m/b")!.Id);
        Assert.Equal("example.com/m/a [example.com/m/b.test]", test.Import("example.com/m/a")!.Id);
        Assert.Equal("example.com/m/c", test.Import("example.com/m/c")!.Id);
        Assert.Same(test.Import("example.com/m/b"), test.Import("example.com/m/a")!.Import("example.com/m/b"));
        Assert.Equal("example.com/m/b", program.Roots[0].Import("example.com/m/b")!.Id);
        Assert.Empty(test.TypeCheck(Cancellation).Diagnostics);
        Assert.NotNull(test.Import("example.com/m/b")!.Typed.Package.Scope.Lookup("Hidden"));
        Assert.Null(program.Roots[0].Import("example.com/m/b")!.Typed.Package.Scope.Lookup("Hidden"));
    }

    [Fact]
    public void Bodies_are_parsed_in_roots_only()
    {
        using var tree = new TempTree().Write(Module);
        var program = GoProgram.Load(
            new LoadOptions
            {
                Patterns = ["./a"],
                Build = GoList.Options(tree.Root, new Dictionary<string, string>()),
            },
            Cancellation);

        Assert.Empty(program.Roots[0].TypeCheck(Cancellation).Diagnostics);
        Assert.NotNull(Body(program.Roots[0], "A"));
        Assert.Null(Body(program.Find("example.com/m/b")!, "Make"));
    }

    [Fact]
    public void A_change_keeps_what_does_not_depend_on_it()
    {
        using var tree = new TempTree().Write(Module);
        var before = Load(tree);
        foreach (var root in before.Roots)
        {
            Assert.Empty(root.TypeCheck(Cancellation).Diagnostics);
        }

        var after = before.WithFile(
            tree.PathOf("a/a.go"), "package a\n\nfunc Changed() int { return x }\n"u8.ToArray(), Cancellation);

        Assert.NotSame(before.Roots[0], after.Roots[0]);
        Assert.Same(before.Roots[1], after.Roots[1]);
        Assert.Same(before.Roots[2], after.Roots[2]);
        Assert.Single(after.Roots[0].TypeCheck(Cancellation).Diagnostics);
        Assert.NotNull(after.Roots[0].Typed.Package.Scope.Lookup("Changed"));
        Assert.NotNull(before.Roots[0].Typed.Package.Scope.Lookup("A"));

        // What imports the changed package is checked anew, from the same tree.
        var later = after
            .WithFile(tree.PathOf("a/a.go"), File.ReadAllBytes(tree.PathOf("a/a.go")), Cancellation)
            .WithFile(
                tree.PathOf("b/b.go"), "package b\n\ntype T int\n\nfunc Make() T { return 1 }\n"u8.ToArray(),
                Cancellation);
        Assert.NotSame(before.Roots[1], later.Roots[1]);
        Assert.Same(before.Roots[2], later.Roots[2]);
        Assert.Empty(later.Roots[0].TypeCheck(Cancellation).Diagnostics);
        Assert.Equal("example.com/m/b.T", later.Roots[0].Import("example.com/m/b")!.Typed.Package.Scope.Lookup("T")!
            .Type.ToString());
    }

    [Fact]
    public void Files_and_packages_may_come_and_go()
    {
        using var tree = new TempTree().Write(Module);
        var program = Load(tree);
        var kept = program.Roots[2];
        kept.TypeCheck(Cancellation);

        var more = program.WithFiles(
            [
                new(tree.PathOf("d/d.go"), "package d\n\nimport _ \"example.com/m/c\"\n"u8.ToArray()),
                new(tree.PathOf("b/more.go"), "package b\n\nconst More = 1\n"u8.ToArray()),
            ],
            Cancellation);
        Assert.Equal(
            ["example.com/m/a", "example.com/m/b", "example.com/m/c", "example.com/m/d"],
            more.Roots.Select(root => root.ImportPath));
        Assert.NotNull(more.Roots[1].Typed.Package.Scope.Lookup("More"));
        Assert.Same(kept, more.Roots[2]);

        var less = more.WithFile(tree.PathOf("c/c.go"), null, Cancellation);
        Assert.Equal(
            ["example.com/m/a", "example.com/m/b", "example.com/m/d"], less.Roots.Select(root => root.ImportPath));
        Assert.Null(less.Roots[2].Import("example.com/m/c"));
        Assert.Contains(
            less.Errors, error => error.Subject == "example.com/m/c" && error.File == tree.PathOf("d/d.go"));
    }

    [Fact]
    public void Import_cycles_are_errors_and_nothing_worse()
    {
        using var tree = new TempTree().Write("""
            -- go.mod --
            module example.com/m
            -- a/a.go --
            package a

            import "example.com/m/b"

            type A struct{ *b.B }
            -- b/b.go --
            package b

            import "example.com/m/c"

            type B struct{ *c.C }
            -- c/c.go --
            package c

            import "example.com/m/a"

            type C struct{ *a.A }
            -- self/self.go --
            package self

            import "example.com/m/self"

            type S = self.S
            -- user/user.go --
            package user

            import "example.com/m/a"

            type U struct{ a.A }
            """);
        var all = Load(tree);
        Parallel.ForEach(
            all.Roots, new ParallelOptions { CancellationToken = Cancellation }, root => root.TypeCheck(Cancellation));
        Assert.Equal(4, all.Errors.Count(error => error.Message.StartsWith("import cycle", StringComparison.Ordinal)));

        // Where the cycle lies outside of what was asked for, whichever import closes it is refused.
        var one = GoProgram.Load(
            new LoadOptions
            {
                Patterns = ["./user"],
                Build = GoList.Options(tree.Root, new Dictionary<string, string>()),
            },
            Cancellation);
        one.Roots[0].TypeCheck(Cancellation);
        foreach (var path in new[] { "a", "b", "c" })
        {
            one.Find("example.com/m/" + path)!.Typed.CheckDeclarations(Cancellation);
        }

        Assert.Single(one.Errors, error => error.Message.StartsWith("import cycle", StringComparison.Ordinal));
    }

    [Fact]
    public void Each_root_is_visited_behind_what_it_imports_and_then_released()
    {
        using var tree = new TempTree().Write(Module);
        var program = Load(tree, tests: true, parallelism: 1);
        var visited = new ConcurrentQueue<string>();

        program.ForEachRoot(
            root =>
            {
                visited.Enqueue(root.Id);
                Assert.Empty(root.TypeCheck(Cancellation).Diagnostics);
            },
            Cancellation);

        Assert.Equal(
            ["example.com/m/b [example.com/m/b.test]", "example.com/m/b_test [example.com/m/b.test]", "example.com/m/a",
                "example.com/m/c"],
            visited);
        Assert.All(program.Roots, root => Assert.True(root.IsReleased));
        // Whoever asks again gets everything again.
        Assert.NotNull(Body(program.Roots[0], "A"));
        Assert.All(program.Roots, root => Assert.Empty(root.TypeCheck(Cancellation).Diagnostics));
    }

    [Fact]
    public void What_was_released_is_shared_with_programs_made_later()
    {
        using var tree = new TempTree().Write(Module);
        var program = Load(tree, tests: true);
        program.ForEachRoot(root => root.TypeCheck(Cancellation), Cancellation);

        var changed = program.WithFile(
            tree.PathOf("a/a.go"), "package a\n\nfunc A() int { return 2 }\n"u8.ToArray(), Cancellation);

        Assert.Equal(
            ["example.com/m/b [example.com/m/b.test]", "example.com/m/c"],
            changed.Roots.Where(root => root.IsReleased).Select(root => root.Id));
        Assert.All(program.Roots.Intersect(changed.Roots), root => Assert.True(root.IsReleased));
        Assert.NotNull(Body(changed.Roots[0], "A"));
        Assert.Single(changed.Roots[2].TypeCheck(Cancellation).Diagnostics);
    }

    [Fact]
    public void A_package_of_tests_only_is_a_root_with_tests_and_no_error_without()
    {
        using var tree = new TempTree().Write("""
            -- go.mod --
            module example.com/m
            -- t/t_test.go --
            package t_test

            import "testing"

            func Test(t *testing.T) {}
            """);

        var without = Load(tree);
        Assert.Empty(without.Roots);
        Assert.Empty(without.Errors);
        Assert.Equal("example.com/m/t", Assert.Single(without.Matched).ImportPath);
        var with = Load(tree, tests: true);
        Assert.Equal("example.com/m/t_test [example.com/m/t.test]", Assert.Single(with.Roots).Id);
        Assert.Empty(with.Roots[0].TypeCheck(Cancellation).Diagnostics);
    }

    [Fact]
    public void Work_can_be_cancelled()
    {
        using var tree = new TempTree().Write(Module);
        var cancelled = new CancellationToken(canceled: true);
        var program = Load(tree);

        Assert.ThrowsAny<OperationCanceledException>(() => GoProgram.Load(Options(tree), cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => program.ForEachRoot(_ => { }, cancelled));
        Assert.ThrowsAny<OperationCanceledException>(
            () => program.WithFile(tree.PathOf("a/a.go"), Encoding.UTF8.GetBytes("package a"), cancelled));
    }

    [Fact]
    public void What_is_missing_is_an_error_with_its_place_and_the_rest_is_checked()
    {
        using var tree = new TempTree().Write("""
            -- go.mod --
            module example.com/m
            -- m.go --
            package m

            import (
                "example.com/gone"
                "os"
            )

            var F, _ = os.Open("x")
            var X = gone.New()
            """);
        var program = Load(tree);
        var scope = program.Roots[0].TypeCheck(Cancellation).Package.Scope;

        Assert.Equal("*os.File", scope.Lookup("F")!.Type.ToString());
        Assert.IsType<UnknownType>(scope.Lookup("X")!.Type);
        var error = Assert.Single(program.Errors);
        Assert.Equal(tree.PathOf("m.go") + ":4:5", $"{error.File}:{error.Position}");
    }

    [Fact]
    public void What_no_root_needs_any_more_is_given_up_on_the_way()
    {
        using var tree = new TempTree();
        tree.Write("go.mod", "module example.com/m\n");
        for (var i = 0; i < 20; i++)
        {
            tree.Write($"p{i:00}/p.go", $"package p{i}\n\nfunc F() int {{ return {i} }}\n");
            tree.Write($"q{i:00}/q.go", $"package q{i}\n\nimport \"example.com/m/p{i:00}\"\n\nvar V = p{i}.F()\n");
        }

        var program = Load(tree, parallelism: 1);
        var alive = new List<(string Path, WeakReference<TypedPackage> Typed)>();
        var most = 0;
        program.ForEachRoot(
            root =>
            {
                Check(root, alive);
                GC.Collect();
                most = Math.Max(most, alive.Count(package => package.Typed.TryGetTarget(out _)));
            },
            Cancellation);

        Assert.Equal(40, alive.Count);
        Assert.InRange(most, 1, 6);
    }

    // Not inlined, so that no reference stays on the stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Check(GoPackage root, List<(string Path, WeakReference<TypedPackage> Typed)> alive)
    {
        var typed = root.TypeCheck(Cancellation);
        Assert.Empty(typed.Diagnostics);
        alive.Add((root.ImportPath, new WeakReference<TypedPackage>(typed)));
    }

    private static BlockStmt? Body(GoPackage package, string function) => package.Trees
        .SelectMany(file => file.Root.Decls).OfType<FuncDecl>().Single(decl => decl.Name.Name == function).Body;

    private static GoProgram Load(TempTree tree, bool tests = false, int? parallelism = null) =>
        GoProgram.Load(Options(tree) with { Tests = tests, Parallelism = parallelism }, Cancellation);

    private static LoadOptions Options(TempTree tree) => new()
    {
        Patterns = ["./..."],
        Build = GoList.Options(tree.Root, new Dictionary<string, string>()),
    };
}
