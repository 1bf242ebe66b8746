namespace Unpark.Go.Tests.Types;

/// <summary>What cannot be resolved is unknown, carries what it was meant to be, and spoils nothing else.</summary>
public sealed class UnknownTests
{
    private const string Header = """
        package p
        import "example.com/db/pool"
        type Wrapped pool.Conn
        type Holder struct { pool.Base; n int }
        var conn *pool.Conn
        var plain pool.Conn
        var holder Holder
        var wrapped Wrapped
        var n int
        func take(a int, b ...string) error
        """;

    [Theory]
    [InlineData("pool.New(n)", "unknown")]
    [InlineData("pool.New", "unknown example.com/db/pool.New")]
    [InlineData("pool.New(n).Close()", "unknown")]
    [InlineData("conn", "variable *example.com/db/pool.Conn")]
    [InlineData("plain", "unknown example.com/db/pool.Conn")]
    [InlineData("&plain", "value *example.com/db/pool.Conn")]
    [InlineData("pool.Conn{Name: n}", "unknown example.com/db/pool.Conn")]
    [InlineData("&pool.Conn{}", "value *example.com/db/pool.Conn")]
    [InlineData("[]pool.Conn{{}, {}}", "value []example.com/db/pool.Conn")]
    [InlineData("map[string]*pool.Conn{\"a\": {}}", "value map[string]*example.com/db/pool.Conn")]
    [InlineData("conn.Close", "unknown")]
    [InlineData("conn.Close()", "unknown")]
    [InlineData("*conn", "unknown example.com/db/pool.Conn")]
    [InlineData("conn == nil", "value bool")]
    [InlineData("pool.Max + n", "value int")]
    [InlineData("pool.Max + 1", "unknown")]
    [InlineData("n << pool.Max", "value int")]
    [InlineData("pool.Max << 1", "unknown")]
    [InlineData("pool.Max < 1", "value bool")]
    [InlineData("!pool.Flag", "unknown")]
    [InlineData("-pool.Max", "unknown")]
    [InlineData("<-pool.Done", "unknown")]
    [InlineData("int(pool.Max)", "value int")]
    [InlineData("pool.Value.(string)", "commaok string")]
    [InlineData("pool.Map[1]", "unknown")]
    [InlineData("pool.List[1:2]", "unknown")]
    [InlineData("len(pool.List)", "value int")]
    [InlineData("append(pool.List, 1)", "unknown")]
    [InlineData("append([]int{}, pool.List...)", "value []int")]
    [InlineData("new(pool.Conn)", "value *example.com/db/pool.Conn")]
    [InlineData("make(chan pool.Conn)", "value chan example.com/db/pool.Conn")]
    [InlineData("holder.n", "variable int")]
    [InlineData("holder.Other", "unknown")]
    [InlineData("wrapped", "variable Wrapped")]
    [InlineData("wrapped.Name", "unknown")]
    [InlineData("take(n, pool.Name)", "value error")]
    [InlineData("take(pool.Args())", "value error")]
    [InlineData("func() (pool.Conn, error) { return pool.Get() }", "value func() (example.com/db/pool.Conn, error)")]
    [InlineData("pool.List[int](n)", "unknown")]
    public void Unknown_operands_spread_only_as_far_as_they_must(string expr, string expected)
    {
        var source = CheckedSource.Of(Header + "\nvar _ = " + expr + "\n");
        Assert.Equal(expected, source.InLastDeclaration(expr));
        Assert.Empty(source.Diagnostics);
    }

    [Fact]
    public void An_unknown_call_gives_any_number_of_values()
    {
        var source = CheckedSource.Of("""
            package p
            import "example.com/db/pool"
            func f() (int, error) {
                c, err := pool.New()
                _, _ = c, err
                x := pool.New()
                v, ok := <-pool.Done()
                w, ok2 := pool.Map()["a"]
                s, ok3 := x.(string)
                _, _, _, _, _, _ = v, ok, w, ok2, s, ok3
                for k, v := range pool.All() { _, _ = k, v }
                go func() { n := 1; pool.Use(func(i int) { _ = i + n }) }()
                return pool.Both()
            }
            """);
        Assert.Empty(source.Diagnostics);
        Assert.Equal("unknown", source["c"]);
        Assert.Equal("unknown", source["err"]);
        Assert.Equal("variable bool", source["ok", 1]);
        Assert.Equal("variable bool", source["ok2", 1]);
        Assert.Equal("variable bool", source["ok3", 1]);
        Assert.Equal("variable string", source["s", 1]);
        Assert.Equal("value int", source["i + n"]);
    }

    [Fact]
    public void Objects_of_unknown_packages_carry_path_and_name()
    {
        var source = CheckedSource.Of("""
            package p
            import "example.com/db/pool"
            var c = pool.New("x")
            """);
        Assert.Equal("example.com/db/pool.New", source.UseOf("New"));
    }

    [Fact]
    public void Methods_of_unknown_types_carry_the_type()
    {
        var source = CheckedSource.Of("""
            package p
            import "example.com/db/pool"
            type base struct { *pool.Conn }
            func f(c *pool.Conn, b base) {
                c.Close()
                b.Ping()
                pool.Default.Query()
                pool.Open().Exec()
            }
            """);
        Assert.Empty(source.Diagnostics);
        Assert.Equal("example.com/db/pool.Conn.Close", source.UseOf("Close"));
        Assert.Equal("example.com/db/pool.Conn.Ping", source.UseOf("Ping"));
        Assert.Null(source.UseOf("Query"));
        Assert.Null(source.UseOf("Exec"));
    }

    [Fact]
    public void Generic_functions_with_unknown_arguments_give_what_is_certain()
    {
        var source = CheckedSource.Of("""
            package p
            import "example.com/db/pool"
            func contains[T comparable](s []T, v T) bool
            func keys[K comparable, V any](m map[K]V) []K
            func id[T any](v T) T
            var a = contains(pool.List, 1)
            var b = keys(pool.Map)
            var c = id(pool.Value)
            """);
        Assert.Empty(source.Diagnostics);
        Assert.Equal("value bool", source["contains(pool.List, 1)"]);
        Assert.StartsWith("value []", source["keys(pool.Map)"], StringComparison.Ordinal);
        Assert.Equal("unknown", source["id(pool.Value)"]);
    }

    [Theory]
    [InlineData("x := 1 + \"a\"", "1 + \"a\"")]
    [InlineData("var f func(int) = 1; _ = f", "undefinedName")]
    [InlineData("x := undefinedName.a.b(1)", "undefinedName.a.b(1)")]
    [InlineData("x := 1(2)", "1(2)")]
    [InlineData("x := 1 / 0", "1 / 0")]
    [InlineData("x := int8(300)", "int8(300)")]
    [InlineData("x := len(1)", "len(1)")]
    [InlineData("x := (struct{}{}).f", "(struct{}{}).f")]
    [InlineData("x := [2]int{1, 2, 3}[5]", "undefinedName")]
    [InlineData("x := &1", "&1")]
    [InlineData("x := *1", "*1")]
    [InlineData("x := <-1", "<-1")]
    [InlineData("x := map[[]int]int{}[1:2]", "map[[]int]int{}[1:2]")]
    [InlineData("x := {1, 2}", "undefinedName")]
    [InlineData("x := append()", "append()")]
    [InlineData("x := new()", "new()")]
    [InlineData("x := make(int)", "make(int)")]
    [InlineData("x := f[int]", "f[int]")]
    public void What_is_wrong_is_unknown_and_reported(string statements, string expr)
    {
        var source = CheckedSource.InFunc(statements);
        Assert.NotEqual(0, source.Diagnostics.Length + source.SyntaxErrors);
        if (source.Has(expr))
        {
            Assert.StartsWith("unknown", source[expr], StringComparison.Ordinal);
        }
    }
}
