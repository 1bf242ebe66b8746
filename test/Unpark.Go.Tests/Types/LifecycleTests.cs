using System.Collections.Immutable;
using System.Text;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Go.Tests.Types;

public sealed class LifecycleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_package_is_parsed_only_when_something_of_it_is_looked_up()
    {
        var parsed = new List<string>();
        var world = new World(parsed)
        {
            ["a"] = "package a\nimport \"b\"\nimport \"c\"\nvar X b.T\nvar Y c.T\n",
            ["b"] = "package b\ntype T struct{}\n",
            ["c"] = "package c\ntype T struct{}\n",
        };
        var a = world.Package("a");
        Assert.Empty(parsed);
        Assert.Equal("b.T", a.Package.Scope.Lookup("X")!.Type.ToString());
        Assert.Equal(["a", "b"], parsed);
    }

    [Fact]
    public void A_declaration_is_resolved_without_what_it_does_not_need()
    {
        var world = new World
        {
            ["a"] = "package a\ntype T struct { next *U }\ntype U struct { bad undefined }\nfunc f() { undefined() }\n",
        };
        var a = world.Package("a");
        var t = a.Package.Scope.Lookup("T")!.Type;
        Assert.Equal("struct{next *a.U}", t.Underlying.ToString());
        Assert.Empty(a.Diagnostics);
        a.CheckBodies(Token);
        Assert.Equal(2, a.Diagnostics.Length);
    }

    [Fact]
    public void Cancelling_leaves_the_package_usable()
    {
        var world = new World { ["a"] = "package a\nfunc f() int { return 1 }\n" };
        var a = world.Package("a");
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => a.CheckBodies(cancelled.Token));
        a.CheckBodies(Token);
        Assert.True(a.AreBodiesChecked);
        Assert.Empty(a.Diagnostics);
    }

    [Fact]
    public void Many_threads_may_check_one_package_and_find_the_same()
    {
        var source = new StringBuilder("package a\nimport \"b\"\n");
        for (var i = 0; i < 300; i++)
        {
            source.Append(null, $"type T{i} struct {{ next *T{(i * 7) % 300}; l b.List[T{(i * 3) % 300}] }}\n");
            source.Append(null, $"var v{i} = v{i + 1}.next\n");
            source.Append(null, $"func (t *T{i}) M() any {{ x := t.l.Head(); y := func() any {{ return x }}; return y() }}\n");
        }

        source.Append("var v300 = &T0{}\n");
        for (var round = 0; round < 10; round++)
        {
            var world = new World
            {
                ["a"] = source.ToString().Replace("var v299 = v300.next", "var v299 = v300", StringComparison.Ordinal),
                ["b"] = "package b\ntype List[E any] struct { e []E }\nfunc (l *List[E]) Head() E { return l.e[0] }\n",
            };
            var a = world.Package("a");
            Parallel.For(0, 4, _ => a.CheckBodies());
            Assert.Empty(a.Diagnostics);
            var checkedBody = new AllKnown(a.Files[0]);
            checkedBody.Visit(a.Files[0].Tree.Root);
            Assert.Null(checkedBody.Unknown);
        }
    }

    [Fact]
    public void Facts_can_be_dropped_and_declarations_stay()
    {
        var world = new World { ["a"] = "package a\nfunc F(x int) int { return x }\n" };
        var a = world.Package("a");
        a.CheckBodies(Token);
        var x = ((FuncDecl)a.Files[0].Tree.Root.Decls[0]).Name;
        Assert.NotNull(a.Files[0].DefOf(x));
        a.DropFacts();
        Assert.Null(a.Files[0].DefOf(x));
        Assert.Equal("func a.F(x int) int", a.Package.Scope.Lookup("F")!.ToString());
    }

    [Theory]
    [InlineData("type A B; type B A")]
    [InlineData("type A = B; type B = A")]
    [InlineData("type A = []A")]
    [InlineData("type T struct { t T }")]
    [InlineData("type T struct { t [2]U }; type U struct { t T }; var x T; var n = len([1]T{})")]
    [InlineData("type T [len(x)]int; var x T")]
    [InlineData("var a = b; var b = a")]
    [InlineData("const a = b; const b = a")]
    [InlineData("var x = f(); func f() int { return x }")]
    [InlineData("func f(x [len(f())]int) [1]int")]
    [InlineData("type I interface { I }")]
    [InlineData("type I interface { J }; type J interface { I }; var x I; var y = x.m")]
    [InlineData("type T[P any] struct { t T[T[P]] }; var x T[int]")]
    [InlineData("type T[P T[P]] interface { m() P }")]
    [InlineData("type T[P any] P; var x T[int]")]
    [InlineData("type A[P any] = A[P]; var x A[int]")]
    [InlineData("type T[P any] struct { T[*P] }; var x T[int]; var y = x.f")]
    [InlineData("type T struct { *T }; var x T; var y = x.f")]
    public async Task Cycles_end(string declarations)
    {
        var world = new World { ["a"] = "package a\n" + declarations.Replace("; ", "\n", StringComparison.Ordinal) + "\n" };
        var a = world.Package("a");
        var check = () =>
        {
            a.CheckBodies(Token);
            a.InitOrder();
            foreach (var obj in a.Package.Scope.Objects)
            {
                _ = obj.ToString();
                _ = Sizes.Gc64.Sizeof(obj.Type);
                _ = MethodSet.Of(obj.Type);
                _ = TypePredicates.Comparable(obj.Type);
            }
        };
        await Task.Run(check, Token).WaitAsync(TimeSpan.FromMinutes(1), Token);
        Assert.DoesNotContain(a.Diagnostics, d => d.Kind == TypeDiagnosticKind.Internal);
    }

    [Theory]
    [InlineData("func f() { ", "if true { ", "} ", "}")]
    [InlineData("var x = ", "(", ")", "")]
    [InlineData("var x = ", "-", "", "1")]
    [InlineData("var x ", "[]", "", "int")]
    [InlineData("var x ", "func() ", "", "int")]
    [InlineData("var x = ", "func() { _ = ", "}", "")]
    [InlineData("var x = 1", "+ 1", "", "")]
    [InlineData("var x ", "struct { x ", "}", "")]
    public void Deep_nesting_is_checked(string before, string open, string close, string after)
    {
        const int Depth = 9000;
        var middle = close.Length > 0 && !open.StartsWith("if", StringComparison.Ordinal) ? "1" : "";
        if (open.Contains("struct", StringComparison.Ordinal))
        {
            middle = "int";
        }

        var text = new StringBuilder("package a\n").Append(before);
        text.Insert(text.Length, open, Depth).Append(middle).Insert(text.Length, close, Depth).Append(after).Append('\n');
        var world = new World { ["a"] = text.ToString() };
        var a = world.Package("a");
        a.CheckBodies(Token);
        Assert.DoesNotContain(a.Diagnostics, d => d.Kind == TypeDiagnosticKind.Internal);
    }

    [Fact]
    public void A_long_chain_of_declarations_is_resolved_however_little_stack_there_is()
    {
        const int Length = 20_000;
        var source = new StringBuilder("package a\n");
        for (var i = 0; i < Length; i++)
        {
            source.Append(null, $"var v{i} = v{i + 1}\n");
        }

        source.Append(null, $"var v{Length} = 1\n");
        var a = new World { ["a"] = source.ToString() }.Package("a");
        Assert.Equal("int", a.Package.Scope.Lookup("v0")!.Type.ToString());
        Assert.Empty(a.Diagnostics);
    }

    [Theory]
    [InlineData("github.com/jackc/pgx/v5/pgxpool", "pgxpool")]
    [InlineData("github.com/redis/go-redis/v9", "redis")]
    [InlineData("gopkg.in/yaml.v3", "yaml")]
    [InlineData("github.com/nats-io/nats.go", "nats")]
    [InlineData("github.com/satori/go.uuid", "uuid")]
    [InlineData("example.com/kafka-client-go", "kafka")]
    [InlineData("example.com/some/strange-thing", "thing")]
    public void A_package_that_is_not_there_is_found_by_the_name_the_file_uses(string path, string name)
    {
        var world = new World { ["a"] = $"package a\nimport \"{path}\"\nvar x {name}.T\nvar y = {name}.F()\n" };
        var a = world.Package("a");
        a.CheckBodies(Token);
        var type = Assert.IsType<UnknownType>(a.Package.Scope.Lookup("x")!.Type);
        Assert.Equal(path, type.ImportPath);
        Assert.Equal("T", type.Name);
        var diagnostic = Assert.Single(a.Diagnostics);
        Assert.Equal(TypeDiagnosticKind.MissingImport, diagnostic.Kind);
    }

    [Theory]
    [InlineData("go1.21", "", "invalid type")]
    [InlineData("go1.22", "", "int")]
    [InlineData("go1.21", "//go:build go1.22\n\n", "int")]
    [InlineData("go1.23", "//go:build go1.20\n\n", "invalid type")]
    [InlineData("", "", "int")]
    public void Ranging_over_an_integer_depends_on_the_version_of_the_file(string module, string header, string type)
    {
        var tree = SyntaxTree.Parse(new SourceFile("a.go", Encoding.UTF8.GetBytes(
            header + "package a\nfunc f() { for i := range 10 { _ = i } }\n")));
        var a = TypedPackage.Create(new PackageSource("a", [tree], new World()) { GoVersion = module });
        a.CheckBodies(Token);
        var loop = (RangeStmt)((FuncDecl)tree.Root.Decls[0]).Body!.List[0];
        Assert.Equal(type, a.Files[0].DefOf((Ident)loop.Key!)!.Type.ToString());
    }

    [Fact]
    public void Variables_are_initialized_in_the_order_of_their_dependencies()
    {
        var world = new World
        {
            ["a"] = """
                package a
                var a, b = f(), c
                var c = g()
                var d, e = h()
                func f() int { return d }
                func g() int { func() { _ = d }(); return 1 }
                func h() (int, int) { return 1, 2 }
                """,
        };
        var order = world.Package("a").InitOrder();
        Assert.Equal(["d e", "a", "c", "b"], order.Select(init => string.Join(' ', init.Lhs.Select(v => v.Name))));
    }

    private sealed class World(List<string>? parsed = null) : Dictionary<string, string>, IImportResolver
    {
        private readonly Dictionary<string, TypedPackage> packages = [];

        public TypedPackage Package(string path)
        {
            if (!packages.TryGetValue(path, out var package))
            {
                package = TypedPackage.Create(new PackageSource(path, path, () => Parse(path), this));
                packages.Add(path, package);
            }

            return package;
        }

        public Package? Resolve(string importPath) => ContainsKey(importPath) ? Package(importPath).Package : null;

        private ImmutableArray<SyntaxTree> Parse(string path)
        {
            parsed?.Add(path);
            return [SyntaxTree.Parse(new SourceFile(path + ".go", Encoding.UTF8.GetBytes(this[path])))];
        }
    }

    private sealed class AllKnown(TypedFile file) : SyntaxVisitor
    {
        public string? Unknown { get; private set; }

        public override void VisitIdent(Ident node)
        {
            if (file.ObjectOf(node) is { Type: UnknownType } obj and not PkgName)
            {
                Unknown ??= $"{obj} at {file.Tree.File.PositionOf(node.Pos)}";
            }
        }
    }
}
