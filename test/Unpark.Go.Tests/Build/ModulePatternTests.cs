using System.Collections.Immutable;
using Unpark.Go.Build;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Go.Tests.Build;

/// <summary>Patterns that lead into other modules than the one they are given in, which the go command refuses.</summary>
public sealed class ModulePatternTests
{
    private const string Nested = """
        -- go.mod --
        module example.com/shop

        go 1.22
        -- shop.go --
        package shop
        -- server/go.mod --
        module example.com/shop/server

        go 1.22

        require example.com/shop v0.0.0

        replace example.com/shop => ..
        -- server/lease/lease.go --
        package lease

        import "example.com/shop"
        -- server/lease/lease_test.go --
        package lease
        -- server/lease/deep/deep.go --
        package deep
        -- server/tools/go.mod --
        module example.com/tools
        -- server/tools/cmd/main.go --
        package main
        """;

    private static readonly Dictionary<string, string> NoSettings = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_folder_of_a_nested_module_is_a_package_of_that_module()
    {
        using var tree = new TempTree().Write(Nested);

        var program = Assert.Single(Load(tree, ".", "./server/lease"));
        var package = Assert.Single(program.Matched);
        var there = GoList.Run(tree.PathOf("server"), NoSettings, "./lease");
        var differences = new List<string>();
        GoList.AddDifferences(differences, package, Assert.Single(there));
        Assert.Empty(differences);
        Assert.Equal(("example.com/shop/server/lease", "go1.22"), (package.ImportPath, package.GoVersion));
        Assert.Equal(tree.PathOf("shop.go"), Assert.Single(program.Roots[0].Import("example.com/shop")!.FilePaths));
        Assert.Empty(program.Errors);
    }

    [Fact]
    public void Patterns_may_lead_into_several_modules()
    {
        using var tree = new TempTree().Write(Nested);

        var programs = Load(
            tree, ".", "./server/...", "./...", "./server/tools/cmd", "example.com/shop", "./server/lease", tree.PathOf("server/lease"));

        Assert.Equal(
            ["example.com/shop/server/lease example.com/shop/server/lease/deep", "example.com/shop", "example.com/tools/cmd"],
            programs.Select(Names));
        Assert.All(programs, program => Assert.Empty(program.Errors));
    }

    [Fact]
    public void Wildcards_leave_nested_modules_out_and_say_so_when_nothing_else_is_there()
    {
        using var tree = new TempTree().Write(Nested);
        Assert.Equal(["example.com/shop"], Load(tree, ".", "./...").Select(Names));

        File.Delete(tree.PathOf("shop.go"));
        var error = Assert.Single(Assert.Single(Load(tree, ".", "./...")).Errors);
        Assert.Contains("./server/...", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workspace_that_does_not_name_the_module_does_not_count()
    {
        using var tree = new TempTree().Write(Nested).Write("""
            -- go.work --
            go 1.24

            use .
            """);

        Assert.Equal(["example.com/shop/server/lease"], Load(tree, ".", "./server/lease").Select(Names));
        Assert.Equal(["example.com/shop/server/lease"], Load(tree, "server/lease", ".").Select(Names));

        tree.Write("go.work", "go 1.24\n\nuse (\n\t.\n\t./server\n)\n");
        var program = Assert.Single(Load(tree, ".", "./server/lease", "./..."));
        Assert.Equal("example.com/shop/server/lease example.com/shop", Names(program));
    }

    [Fact]
    public void A_workspace_stands_for_its_modules_where_its_folder_is_none()
    {
        using var tree = new TempTree().Write("""
            -- go.work --
            go 1.24

            use (
                ./a
                ./sub/b
            )
            -- a/go.mod --
            module example.com/a
            -- a/x/x.go --
            package x
            -- sub/b/go.mod --
            module example.com/b
            -- sub/b/b.go --
            package b
            -- c/go.mod --
            module example.com/c
            -- c/c.go --
            package c
            """);

        Assert.Equal(["example.com/a/x example.com/b"], Load(tree, ".", "./...").Select(Names));
        Assert.Equal(["example.com/b"], Load(tree, ".", "./sub/...").Select(Names));
        Assert.Equal(["example.com/c"], Load(tree, ".", "./c").Select(Names));
    }

    [Fact]
    public void Where_there_is_no_module_all_below_are_meant()
    {
        using var tree = new TempTree().Write("""
            -- api/go.mod --
            module example.com/api
            -- api/api.go --
            package api
            -- api/testdata/go.mod --
            module example.com/testdata
            -- api/testdata/t.go --
            package t
            -- web/go.mod --
            module example.com/web
            -- web/server/server.go --
            package server

            import "example.com/web/page"
            -- web/page/page.go --
            package page
            """);

        Assert.Equal(
            ["example.com/api", "example.com/web/page example.com/web/server"], Load(tree, ".", "./...").Select(Names));
        Assert.Equal(["example.com/web/page example.com/web/server"], Load(tree, ".", "./web/...").Select(Names));
        Assert.Equal(["example.com/web/server"], Load(tree, ".", "./.../server").Select(Names));
        Assert.Equal(
            ["example.com/api", "example.com/web/page example.com/web/server"], Load(tree, "api", "../...").Select(Names));

        tree.Write("script/script.go", "package script\n");
        var programs = Load(tree, ".", "./...");
        Assert.Equal(3, programs.Length);
        Assert.Equal("script", Assert.Single(programs[1].Matched).Name);
        Assert.All(programs, program => Assert.Empty(program.Errors));
    }

    [Fact]
    public void Files_are_taken_within_their_module()
    {
        using var tree = new TempTree().Write(Nested);

        var program = Assert.Single(Load(tree, ".", "server/lease/lease.go"));

        Assert.Equal(PackageLoader.CommandLineArguments, Names(program));
        Assert.NotNull(program.Roots[0].Import("example.com/shop"));
    }

    [Fact]
    public void What_a_module_needs_is_found_through_it_wherever_it_lies()
    {
        using var tree = new TempTree().Write("""
            -- app/go.mod --
            module example.com/app

            go 1.24

            require example.com/lib v1.0.0

            replace example.com/lib => ../lib
            -- app/app.go --
            package app
            -- lib/go.mod --
            module example.com/lib
            -- lib/lib.go --
            package lib
            -- other/go.mod --
            module example.com/other
            -- other/other.go --
            package other
            """);

        var programs = Load(tree, "app", "../lib", "../other", ".");

        Assert.Equal(["example.com/lib example.com/app", "example.com/other"], programs.Select(Names));
    }

    [Fact]
    public void A_changed_file_is_looked_at_in_the_module_as_before()
    {
        using var tree = new TempTree().Write(Nested);
        var program = Assert.Single(Load(tree, ".", "./server/lease"));

        var path = tree.PathOf("server/lease/lease.go");
        var next = program.WithFile(path, "package lease\n\nimport \"example.com/shop\"\n\nvar _ = shop.X\n"u8.ToArray(), Cancellation);
        next = next.WithFile(tree.PathOf("server/lease/more.go"), "package lease\n"u8.ToArray(), Cancellation);

        Assert.Equal("example.com/shop/server/lease", Names(next));
        Assert.Equal(2, next.Matched[0].GoFiles.Length);
        Assert.Empty(next.Errors);
    }

    private static ImmutableArray<GoProgram> Load(TempTree tree, string dir, params string[] patterns) => GoProgram.LoadModules(
        new LoadOptions { Patterns = patterns, Tests = true, Build = GoList.Options(tree.PathOf(dir), NoSettings) }, Cancellation);

    private static string Names(GoProgram program) => string.Join(' ', program.Matched.Select(package => package.ImportPath));
}
