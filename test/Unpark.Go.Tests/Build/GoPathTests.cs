using Unpark.Go.Build;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Go.Tests.Build;

/// <summary>GOPATH mode, compared with the go command.</summary>
public sealed class GoPathTests
{
    [Fact]
    public void Vendor_folders_apply_to_what_is_below_the_folder_they_are_in()
    {
        using var tree = new TempTree().Write("""
            -- src/example.com/p/p.go --
            package p

            import (
                _ "example.com/dep"
                _ "example.com/other"
                _ "fmt"
            )
            -- src/example.com/p/sub/deeper/d.go --
            package deeper

            import _ "example.com/dep"
            -- src/example.com/p/vendor/example.com/dep/dep.go --
            package dep

            import _ "example.com/other"
            -- src/example.com/p/sub/vendor/example.com/other/o.go --
            package other
            -- src/example.com/dep/dep.go --
            package dep
            -- src/example.com/other/o.go --
            package other
            -- src/example.com/q/testdata/t/t.go --
            package t
            -- src/example.com/v2mod/go.mod --
            module example.com/v2mod/v2
            -- src/example.com/v2mod/sub/s.go --
            package sub
            -- src/example.com/user/go.mod --
            module example.com/user
            -- src/example.com/user/u.go --
            package user

            import _ "example.com/v2mod/v2/sub"
            -- second/src/example.com/second/s.go --
            package second
            -- second/src/example.com/dep/dep.go --
            package dep
            """);
        var environment = new Dictionary<string, string>
        {
            ["GO111MODULE"] = "off",
            ["GOPATH"] = tree.Root + Path.PathSeparator + tree.PathOf("second"),
        };

        GoListAssert.Same(tree.Root, environment, "example.com/...");
        GoListAssert.Same(tree.PathOf("src/example.com/p"), environment, "./...");
        GoListAssert.Same(
            tree.PathOf("src/example.com/p"), environment, "./sub/deeper", "../other", "example.com/p/vendor/...");
        GoListAssert.Same(tree.PathOf("second/src"), environment, "./...");
    }

    [Fact]
    public void The_runtime_to_count_on_is_that_of_the_go_line_above_or_of_Go_1_20()
    {
        using var tree = new TempTree().Write("""
            -- src/example.com/bare/b.go --
            package bare
            -- src/example.com/mod/go.mod --
            module example.com/mod

            go 1.24
            -- src/example.com/mod/sub/s.go --
            package sub
            -- src/example.com/old/go.mod --
            module example.com/old
            -- src/example.com/old/o.go --
            package old
            """);
        var files = new DiskFiles();
        var loader = new PackageLoader(
            BuildContext.Create(
                new BuildOptions
                {
                    Dir = tree.Root,
                    Environment = new Dictionary<string, string> { ["GO111MODULE"] = "off", ["GOPATH"] = tree.Root },
                },
                files),
            files);

        Assert.Equal("go1.20", loader.Load("example.com/bare").RuntimeVersion);
        Assert.Equal("go1.24", loader.Load("example.com/mod/sub").RuntimeVersion);
        Assert.Equal("", loader.Load("example.com/mod/sub").GoVersion);
        Assert.Equal("go1.20", loader.Load("example.com/old").RuntimeVersion);
        Assert.Equal("", loader.Load("fmt").RuntimeVersion);
    }

    [Fact]
    public void A_large_package_of_Debian_equals_the_go_command()
    {
        Assert.SkipWhen(GoToolchain.Corpus == null, "the Debian packages are missing: run eng/get-corpus");
        var environment = new Dictionary<string, string>
        {
            ["GO111MODULE"] = "off",
            ["GOPATH"] = GoToolchain.Corpus!,
            ["GOOS"] = "windows",
            ["GOARCH"] = "arm64",
        };

        GoListAssert.Same(GoToolchain.Root, environment, "go.etcd.io/...", "github.com/containerd/...");
    }
}
