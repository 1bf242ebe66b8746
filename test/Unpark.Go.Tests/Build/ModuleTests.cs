using Unpark.Go.Build;
using Unpark.Go.Syntax;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Go.Tests.Build;

/// <summary>Modules, workspaces and vendoring, compared with the go command on small trees.</summary>
public sealed class ModuleTests
{
    private const string Proxy = """
        -- example.com/a@v1.0.0/go.mod --
        module example.com/a

        go 1.20

        require example.com/b v1.1.0
        -- example.com/a@v1.0.0/a.go --
        package a

        import _ "example.com/b"
        -- example.com/a@v1.0.0/a_test.go --
        package a

        import _ "example.com/OnlyTests"
        -- example.com/a@v1.0.0/sub/sub.go --
        package sub
        -- example.com/b@v1.0.0/go.mod --
        module example.com/b
        -- example.com/b@v1.0.0/b.go --
        package b
        -- example.com/b@v1.1.0/go.mod --
        module example.com/b

        go 1.17

        require example.com/Upper v1.2.3
        -- example.com/b@v1.1.0/b.go --
        package b

        import _ "example.com/Upper/x"
        -- example.com/Upper@v1.2.3/go.mod --
        module example.com/Upper

        go 1.16

        require example.com/deep v0.1.0
        -- example.com/Upper@v1.2.3/x/x.go --
        package x

        import _ "example.com/deep"
        -- example.com/deep@v0.1.0/deep.go --
        package deep
        -- example.com/two/v2@v2.3.0/go.mod --
        module example.com/two/v2

        go 1.21
        -- example.com/two/v2@v2.3.0/two.go --
        package two
        -- example.com/OnlyTests@v0.9.0/t.go --
        package onlytests
        """;

    private static readonly Dictionary<string, string> NoSettings = [];

    [Fact]
    public void Packages_of_a_module_are_found_and_nested_modules_are_not()
    {
        using var tree = new TempTree().Write("""
            -- go.mod --
            module example.com/m // comment

            go 1.24

            ignore (
                ./ignored
                skipped
            )
            -- m.go --
            package m
            -- m_linux.go --
            package m
            -- m_windows_arm64.go --
            package m
            -- sub/sub.go --
            package sub

            import "fmt"
            import . "example.com/m"
            -- sub/sub_test.go --
            package sub_test

            import "testing"
            -- sub/in_test.go --
            package sub

            import "os"
            -- sub/testdata/t.go --
            package t
            -- sub/_x/x.go --
            package x
            -- sub/.y/y.go --
            package y
            -- nested/go.mod --
            module example.com/m/nested
            -- nested/n.go --
            package nested
            -- ignored/i.go --
            package ignored
            -- deep/skipped/i.go --
            package skipped
            -- deep/vendor/v/v.go --
            package v
            -- deep/kept/i.go --
            package kept
            -- only/only_windows.go --
            package only
            -- tests/t_test.go --
            package tests
            -- broken/b.go --
            package broken
            import "unterminated
            -- broken/two.go --
            package other
            -- empty/readme.txt --
            nothing
            -- doc/doc.go --
            package documentation
            """);

        GoListAssert.Same(tree.Root, NoSettings, "./...");
        GoListAssert.Same(tree.Root, NoSettings, "example.com/m/...");
        GoListAssert.Same(tree.Root, NoSettings, "./sub", ".", "./broken", "./only");
        GoListAssert.Same(tree.PathOf("deep"), NoSettings, "./...");
        GoListAssert.Same(tree.PathOf("deep"), NoSettings, "../sub/...", "...");
        GoListAssert.Same(tree.Root, NoSettings, tree.PathOf("sub") + "/...");
        GoListAssert.Same(tree.Root, NoSettings, "work");
        GoListAssert.Same(tree.Root, NoSettings, "all");
    }

    [Fact]
    public void Build_constraints_decide_on_files_as_in_the_go_command()
    {
        using var tree = new TempTree().Write("""
            -- go.mod --
            module example.com/m

            go 1.21
            -- a.go --
            package m
            -- go_build.go --
            //go:build linux && !cgo || mytag

            package m
            -- plus_build.go --
            // +build linux,!cgo mytag
            // +build !other

            package m
            -- plus_build_without_blank_line.go --
            // +build windows
            package m
            -- both.go --
            //go:build mytag
            // +build windows

            package m
            -- late.go --
            /* a comment */

            //go:build windows

            package m
            -- version.go --
            //go:build !go1.27

            package m
            -- unix.go --
            //go:build unix

            package m
            -- x_unix.go --
            package m
            -- linux.go --
            package m
            -- _linux.go --
            package m
            -- m_arm64.go --
            package m
            -- m_linux_test.go --
            package m
            -- m_js_wasm_test.go --
            package m_test
            -- m.v2_windows.go --
            package m
            -- c.go --
            package m

            // #include <stdio.h>
            import "C"
            import "unsafe"
            -- ignore.go --
            //go:build ignore

            package main
            -- bad.go --
            //go:build a &&

            package m
            -- twice.go --
            //go:build a
            //go:build b

            package m
            -- m.s --
            // assembly
            -- m_windows.s --
            // assembly
            """);

        foreach (var platform in new[] { "linux/amd64", "windows/arm64", "darwin/arm64", "js/wasm" })
        {
            var (os, arch) = (platform.Split('/')[0], platform.Split('/')[1]);
            var environment = new Dictionary<string, string> { ["GOOS"] = os, ["GOARCH"] = arch };
            GoListAssert.Same(tree.Root, environment, ".");
            GoListAssert.Same(tree.Root, environment, "-tags=mytag,other", ".");
        }

        GoListAssert.Same(tree.Root, new Dictionary<string, string> { ["CGO_ENABLED"] = "0" }, ".");
        GoListAssert.Same(tree.Root, new Dictionary<string, string> { ["CGO_ENABLED"] = "1" }, ".");
        GoListAssert.Same(tree.Root, new Dictionary<string, string> { ["GOFLAGS"] = "-tags=mytag" }, ".");
        GoListAssert.Same(tree.Root, NoSettings, "ignore.go", "m_arm64.go");
    }

    [Fact]
    public void Dependencies_are_selected_from_the_module_graph()
    {
        using var tree = new TempTree().WriteProxy(Proxy).Write("""
            -- m/go.mod --
            module example.com/m

            go 1.21

            require (
                example.com/a v1.0.0
                example.com/two/v2 v2.3.0
            )
            -- m/m.go --
            package m

            import (
                _ "example.com/a"
                _ "example.com/a/sub"
                _ "example.com/two/v2"
            )
            """);
        var environment = Download(tree, "m");

        GoListAssert.Same(tree.PathOf("m"), environment, "all");
        GoListAssert.Same(tree.PathOf("m"), environment, "example.com/...");
        GoListAssert.Same(
            tree.PathOf("m"), environment, "example.com/b", "example.com/Upper/x", "example.com/deep",
            "example.com/two/v2");
        // Without the indirect requirements that tidying has written down, all comes from the graph.
        tree.Write("m/go.mod", """
            module example.com/m

            go 1.16

            require (
                example.com/a v1.0.0
                example.com/two/v2 v2.3.0
            )
            """);
        GoListAssert.Same(tree.PathOf("m"), environment, "-mod=mod", "all");
    }

    [Fact]
    public void Replacements_lead_to_folders_and_other_modules()
    {
        using var tree = new TempTree().WriteProxy(Proxy).Write("""
            -- m/go.mod --
            module example.com/m

            go 1.21

            require (
                example.com/a v1.0.0
                example.com/fork v1.0.0
                example.com/old v0.0.0
            )

            replace example.com/a => ../local/a

            replace example.com/fork v1.0.0 => example.com/b v1.1.0

            replace example.com/old => ./nowhere
            -- m/m.go --
            package m

            import (
                _ "example.com/a"
                _ "example.com/fork"
            )
            -- local/a/go.mod --
            module example.com/a

            go 1.22
            -- local/a/a.go --
            package a
            -- local/a/nested/go.mod --
            module example.com/a/nested
            -- local/a/nested/n.go --
            package nested
            """);
        tree.Write("m/nowhere/go.mod", "module example.com/old\n");
        var environment = Download(tree, "m");

        GoListAssert.Same(tree.PathOf("m"), environment, "example.com/a", "example.com/fork", ".");
        GoListAssert.Same(tree.PathOf("m"), environment, "all");
    }

    [Fact]
    public void Modules_of_a_workspace_see_each_other()
    {
        using var tree = new TempTree().Write("""
            -- go.work --
            go 1.21

            use (
                ./one
                ./two
            )

            replace example.com/three => ./three
            -- one/go.mod --
            module example.com/one

            go 1.21

            require example.com/three v1.0.0
            -- one/one.go --
            package one

            import (
                _ "example.com/two"
                _ "example.com/two/sub"
                _ "example.com/three"
            )
            -- two/go.mod --
            module example.com/two

            go 1.20
            -- two/two.go --
            package two
            -- two/sub/sub.go --
            package sub
            -- three/go.mod --
            module example.com/three

            go 1.19
            -- three/three.go --
            package three
            -- outside/go.mod --
            module example.com/outside
            -- outside/o.go --
            package outside
            """);

        GoListAssert.Same(tree.Root, NoSettings, "./one/...", "./two/...");
        GoListAssert.Same(tree.PathOf("one"), NoSettings, "./...", "example.com/...");
        GoListAssert.Same(tree.PathOf("one"), NoSettings, "all");
        GoListAssert.Same(tree.PathOf("two"), new Dictionary<string, string> { ["GOWORK"] = "off" }, "./...");
    }

    [Fact]
    public void Vendored_packages_are_used_where_there_are_some()
    {
        using var tree = new TempTree().WriteProxy(Proxy).Write("""
            -- m/go.mod --
            module example.com/m

            go 1.21

            require example.com/a v1.0.0
            -- m/m.go --
            package m

            import (
                _ "example.com/a"
                _ "example.com/missing"
            )
            """);
        var environment = Download(tree, "m");
        GoList.RunGo(tree.PathOf("m"), environment, ["mod", "vendor", "-e"]);

        GoListAssert.Same(tree.PathOf("m"), environment, "all");
        GoListAssert.Same(tree.PathOf("m"), environment, "./...", "example.com/b", "example.com/a/sub");
        GoListAssert.Same(tree.PathOf("m"), environment, "example.com/...");
        GoListAssert.Same(tree.PathOf("m"), environment, "-mod=readonly", "example.com/a/sub");
    }

    [Fact]
    public void A_workspace_may_be_vendored()
    {
        using var tree = new TempTree().WriteProxy(Proxy).Write("""
            -- ws/go.work --
            go 1.22

            use (
                ./one
                ./two
            )
            -- ws/one/go.mod --
            module example.com/one

            go 1.22

            require example.com/a v1.0.0
            -- ws/one/one.go --
            package one

            import (
                _ "example.com/a"
                _ "example.com/two"
            )
            -- ws/two/go.mod --
            module example.com/two

            go 1.22
            -- ws/two/two.go --
            package two
            """);
        var environment = Download(tree, "ws/one");
        GoList.RunGo(tree.PathOf("ws"), environment, ["work", "vendor"]);

        GoListAssert.Same(tree.PathOf("ws/one"), environment, "./...", "example.com/a", "example.com/b");
        GoListAssert.Same(tree.PathOf("ws"), environment, "all");
        environment["GOWORK"] = "off";
        GoListAssert.Same(tree.PathOf("ws/two"), environment, "./...");
    }

    [Fact]
    public void A_folder_that_cannot_be_read_is_an_error_and_not_passed_over()
    {
        using var tree = new TempTree().Write("""
            -- go.mod --
            module example.com/m
            -- m.go --
            package m
            -- locked/l.go --
            package locked
            """);
        var files = new LockedFiles(new DiskFiles(), tree.PathOf("locked"));
        var loader = new PackageLoader(BuildContext.Create(GoList.Options(tree.Root, NoSettings), files), files);

        foreach (var pattern in new[] { "./...", "example.com/m/..." })
        {
            var matches = loader.Match([pattern], TestContext.Current.CancellationToken);
            Assert.Single(matches.Packages);
            Assert.Contains(tree.PathOf("locked"), Assert.Single(matches.Errors).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Another_file_may_stand_in_for_go_mod()
    {
        using var tree = new TempTree().Write("""
            -- go.mod --
            module example.com/m

            go 1.21
            -- other.mod --
            module example.com/m

            go 1.22

            require example.com/x v1.0.0

            replace example.com/x => ./x
            -- m.go --
            package m

            import _ "example.com/x"
            -- x/go.mod --
            module example.com/x
            -- x/x.go --
            package x
            """);

        GoListAssert.Same(tree.Root, NoSettings, "-modfile=other.mod", ".", "example.com/x");
        GoListAssert.Same(
            tree.Root, new Dictionary<string, string> { ["GOFLAGS"] = "-modfile=other.mod" }, "all");
    }

    [Fact]
    public void A_missing_package_is_an_entry_that_names_the_importing_file()
    {
        using var tree = new TempTree().Write("""
            -- go.mod --
            module example.com/m

            go 1.21
            -- m.go --
            package m

            import (
                "example.com/nowhere/x"
                "not/in/std"
            )
            """);
        var files = new DiskFiles();
        var loader = new PackageLoader(BuildContext.Create(GoList.Options(tree.Root, NoSettings), files), files);

        var package = Assert.Single(loader.Match(["./..."], TestContext.Current.CancellationToken).Packages);
        var error = Assert.Single(loader.Import(package, "example.com/nowhere/x")!.Errors);
        Assert.Equal("example.com/nowhere/x", error.Subject);
        Assert.Equal(
            $"{tree.PathOf("m.go")}:4:5: no required module provides package example.com/nowhere/x", error.ToString());
        Assert.Contains(
            "not in std", loader.Import(package, "not/in/std")!.Errors[0].Message, StringComparison.Ordinal);
        GoListAssert.Same(tree.Root, NoSettings, "./...", "not/in/std");
    }

    [Fact]
    public void Patterns_that_match_nothing_are_errors()
    {
        using var tree = new TempTree().Write("""
            -- go.mod --
            module example.com/m
            -- m.go --
            package m
            """);
        var files = new DiskFiles();
        var loader = new PackageLoader(BuildContext.Create(GoList.Options(tree.Root, NoSettings), files), files);

        string[] patterns = ["./nowhere", "./nowhere/...", "example.com/other/...", "/", "x.go", "a@v1.0.0"];
        foreach (var pattern in patterns)
        {
            var matches = loader.Match([pattern], TestContext.Current.CancellationToken);
            Assert.True(
                matches.Errors.Length > 0 || matches.Packages.All(package => package.IsMissing), pattern);
        }
    }

    [Fact]
    public void Broken_files_of_modules_are_reported_with_their_lines()
    {
        using var tree = new TempTree().Write("""
            -- go.mod --
            module example.com/m
            require (
                example.com/a
            frobnicate x
            -- m.go --
            package m
            """);
        var files = new DiskFiles();
        var loader = new PackageLoader(BuildContext.Create(GoList.Options(tree.Root, NoSettings), files), files);

        var matches = loader.Match(["./..."], TestContext.Current.CancellationToken);
        Assert.Equal("example.com/m", Assert.Single(matches.Packages).ImportPath);
        Assert.Contains(loader.Errors, error => error.Message.StartsWith("go.mod:3:", StringComparison.Ordinal));
    }

    private sealed class LockedFiles(SourceFiles below, string locked) : SourceFiles
    {
        public override FolderListing? List(string folder) => folder == locked ? null : below.List(folder);

        public override SourceFile? Read(string path, out string? error) => below.Read(path, out error);
    }

    // Fills a module cache from the proxy of the tree, and go.sum.
    private static Dictionary<string, string> Download(TempTree tree, string module)
    {
        var environment = new Dictionary<string, string>
        {
            ["GOMODCACHE"] = tree.PathOf("cache"),
            ["GOPROXY"] = new Uri(tree.PathOf("proxy")).AbsoluteUri,
            ["GONOSUMDB"] = "*",
            ["GOFLAGS"] = "-modcacherw",
        };
        GoList.RunGo(tree.PathOf(module), environment, ["mod", "tidy", "-e"]);
        GoList.RunGo(tree.PathOf(module), environment, ["mod", "download", "all"]);
        environment["GOPROXY"] = "off";
        return environment;
    }
}
