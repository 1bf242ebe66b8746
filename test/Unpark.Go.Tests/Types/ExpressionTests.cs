namespace Unpark.Go.Tests.Types;

/// <summary>
/// What is recorded of expressions. What is expected here of valid programs is what go/types says of them.
/// </summary>
public sealed class ExpressionTests
{
    [Theory]
    [InlineData("var x int8 = 1", "1", "constant int8 = 1")]
    [InlineData("var x any = 1", "1", "constant int = 1")]
    [InlineData("var x = 'a'", "'a'", "constant rune = 97")]
    [InlineData("var x float32 = 1", "1", "constant float32 = 1")]
    [InlineData("x := 1.5i", "1.5i", "constant complex128 = (0 + 1.5i)")]
    [InlineData("const x = 1 << 3; _ = [x]int{}", "1 << 3", "constant untyped int = 8")]
    [InlineData("const x int64 = 1 << 3", "1 << 3", "constant int64 = 8")]
    [InlineData("const x int64 = 1 << 3", "1", "constant untyped int = 1")]
    [InlineData("var s uint; var x int64 = 1 << s", "1 << s", "value int64")]
    [InlineData("var s uint; var x int64 = 1 << s", "1", "constant int64 = 1")]
    [InlineData("var s uint; x := 1 << s", "1 << s", "value int")]
    [InlineData("var s uint; x := uint8(1) << s << 2.0", "uint8(1) << s << 2.0", "value uint8")]
    [InlineData("var s uint; x := 1 << 2.0", "2.0", "constant untyped float = 2")]
    [InlineData("var s uint; x := uint16(1.0 << s)", "1.0 << s", "value uint16")]
    [InlineData("x := (1) + 2.0", "(1) + 2.0", "constant float64 = 3")]
    [InlineData("x := 7 / 2", "7 / 2", "constant int = 3")]
    [InlineData("x := 7 / 2.0", "7 / 2.0", "constant float64 = 3.5")]
    [InlineData("x := -5 % 3", "-5 % 3", "constant int = -2")]
    [InlineData("x := ^uint8(1)", "^uint8(1)", "constant uint8 = 254")]
    [InlineData("x := +1", "+1", "constant int = 1")]
    [InlineData("x := !true", "!true", "constant bool = false")]
    [InlineData("x := \"a\" + `b`", "\"a\" + `b`", "constant string = \"ab\"")]
    [InlineData("x := 'a' + 1", "'a' + 1", "constant rune = 98")]
    [InlineData("x := \"abc\"[1]", "\"abc\"[1]", "value byte")]
    [InlineData("x := \"abc\"[1:]", "\"abc\"[1:]", "value string")]
    [InlineData("x := \"abc\"[1:]", "\"abc\"", "constant untyped string = \"abc\"")]
    [InlineData("x := string('a')", "string('a')", "constant string = \"a\"")]
    [InlineData("x := string('a')", "'a'", "constant untyped rune = 97")]
    [InlineData("x := []byte(\"foo\")", "\"foo\"", "constant string = \"foo\"")]
    [InlineData("x := []byte(\"foo\")", "[]byte(\"foo\")", "value []byte")]
    [InlineData("x := float32(0.1)", "float32(0.1)", "constant float32 = 0.1")]
    [InlineData("type T string; x := T(\"a\")", "\"a\"", "constant T = \"a\"")]
    [InlineData("x := any(nil)", "nil", "value untyped nil")]
    [InlineData("var p *int = nil", "nil", "value untyped nil")]
    [InlineData("var a, b int; x := a == b", "a == b", "value bool")]
    [InlineData("var a, b int; type B bool; var x B = a == b", "a == b", "value B")]
    [InlineData("var a int; x := a == 1", "1", "constant int = 1")]
    [InlineData("var a any; x := a == 1", "1", "constant int = 1")]
    [InlineData("var a float64; x := 1 < a", "1", "constant float64 = 1")]
    [InlineData("x := 1 == 1.0", "1 == 1.0", "constant bool = true")]
    [InlineData("var a, b bool; x := a && !b || (a)", "a && !b || (a)", "value bool")]
    [InlineData("var x int; x += 1", "1", "constant int = 1")]
    [InlineData("var x uint8; x <<= 1", "1", "constant untyped int = 1")]
    public void Operators_and_untyped_operands_get_their_types(string statements, string expr, string expected) =>
        Assert.Equal(expected, CheckedSource.InFunc(statements)[expr]);

    [Theory]
    [InlineData("var m map[string]int; x := m[\"a\"]", "m[\"a\"]", "mapindex int")]
    [InlineData("var m map[string]int; x, ok := m[\"a\"]", "m[\"a\"]", "mapindex (int, bool)")]
    [InlineData("var m map[string]int; x, ok := (m[\"a\"])", "(m[\"a\"])", "mapindex (int, bool)")]
    [InlineData("var m map[string]int; x, ok := (m[\"a\"])", "m[\"a\"]", "mapindex (int, bool)")]
    [InlineData("var c chan int; x := <-c", "<-c", "commaok int")]
    [InlineData("var c <-chan int; x, ok := <-c", "<-c", "commaok (int, bool)")]
    [InlineData("var a any; x := a.(string)", "a.(string)", "commaok string")]
    [InlineData("var a any; x, ok := a.(string)", "a.(string)", "commaok (string, bool)")]
    [InlineData("type B bool; var a any; var x string; var ok B; x, ok = a.(string)",
        "a.(string)", "commaok (string, B)")]
    [InlineData("var a [3]int; x := a[1]", "a[1]", "variable int")]
    [InlineData("x := [3]int{}[1]", "[3]int{}[1]", "value int")]
    [InlineData("var p *[3]int; x := p[1]", "p[1]", "variable int")]
    [InlineData("var p *[3]int; x := p[1:2]", "p[1:2]", "value []int")]
    [InlineData("var a [3]int; x := a[:]", "a[:]", "value []int")]
    [InlineData("type S []int; var s S; x := s[1:2:3]", "s[1:2:3]", "value S")]
    [InlineData("var s []int; var i uint8; x := s[i]", "s[i]", "variable int")]
    [InlineData("var s []int; x := s[1.0]", "1.0", "constant int = 1")]
    [InlineData("var p *int; x := *p", "*p", "variable int")]
    [InlineData("var i int; x := &i", "&i", "value *int")]
    [InlineData("x := (*int)(nil)", "*int", "type *int")]
    [InlineData("x := &struct{ a int }{1}", "&struct{ a int }{1}", "value *struct{a int}")]
    public void Operands_have_their_modes(string statements, string expr, string expected) =>
        Assert.Equal(expected, CheckedSource.InFunc(statements)[expr]);

    [Theory]
    [InlineData("x := []int{1, 2: 3}", "[]int{1, 2: 3}", "value []int")]
    [InlineData("x := [...]string{2: \"a\", \"b\"}", "[...]string", "type [4]string")]
    [InlineData("x := [...]string{2: \"a\", \"b\"}", "[...]string{2: \"a\", \"b\"}", "value [4]string")]
    [InlineData("type T struct{ a, b int }; x := []T{{1, 2}}", "{1, 2}", "value T")]
    [InlineData("type T struct{ a, b int }; x := []*T{{1, 2}}", "{1, 2}", "value *T")]
    [InlineData("type T struct{ a, b int }; x := map[T]*T{{1, 2}: {a: 3}}", "{1, 2}", "value T")]
    [InlineData("type T struct{ a, b int }; x := map[T]*T{{1, 2}: {a: 3}}", "{a: 3}", "value *T")]
    [InlineData("type T struct{ a, b float32 }; x := T{b: 2}", "2", "constant float32 = 2")]
    [InlineData("type T struct{ a, b float32 }; x := T{1, 2}", "2", "constant float32 = 2")]
    [InlineData("x := [][2]int8{{1}, {2}}", "2", "constant untyped int = 2", 0)]
    [InlineData("x := [][2]int8{{1}, {2}}", "2", "constant int8 = 2", 1)]
    [InlineData("x := map[string]any{\"a\": 1}", "1", "constant int = 1")]
    [InlineData("x := func(a int) (b string) { return }", "func(a int) (b string) { return }",
        "value func(a int) (b string)")]
    [InlineData("x := func(a int) { _ = a }", "a", "variable int", 1)]
    public void Literals_get_their_types(string statements, string expr, string expected, int occurrence = 0) =>
        Assert.Equal(expected, CheckedSource.InFunc(statements)[expr, occurrence]);

    [Fact]
    public void Fields_of_struct_literals_are_resolved_through_embedded_structs()
    {
        var source = CheckedSource.Of("""
            package p
            type A struct{ n int32 }
            type B struct{ A; s string }
            var b = B{n: 1, s: "x"}
            """);
        Assert.Equal("constant int32 = 1", source["1"]);
        Assert.Empty(source.Diagnostics);
    }

    [Fact]
    public void Selectors_are_resolved_through_embedding()
    {
        var source = CheckedSource.Of("""
            package p
            type A struct{ n int }
            func (A) Val() int { return 0 }
            func (*A) Ptr(s string) {}
            type B struct{ *A }
            type I interface{ Val() int }
            func f(b B, pb *B, i I) {
                _ = b.n
                _ = pb.A
                _ = b.Val
                _ = b.Ptr
                _ = (*B).Ptr
                _ = I.Val
                _ = i.Val
                _ = i.Val()
            }
            """);
        Assert.Equal("variable int", source["b.n"]);
        Assert.Equal("variable *A", source["pb.A"]);
        Assert.Equal("value func() int", source["b.Val"]);
        Assert.Equal("value func(s string)", source["b.Ptr"]);
        Assert.Equal("value func(_ *B, s string)", source["(*B).Ptr"]);
        Assert.Equal("value func(I) int", source["I.Val"]);
        Assert.Equal("value func() int", source["i.Val"]);
        Assert.Equal("value int", source["i.Val()"]);
        Assert.Equal("FieldVal [0 0] indirect", source.Selection("b.n"));
        Assert.Equal("FieldVal [0] indirect", source.Selection("pb.A"));
        Assert.Equal("MethodVal [0 0] indirect", source.Selection("b.Val"));
        Assert.Equal("MethodExpr [0 1] indirect", source.Selection("(*B).Ptr"));
        Assert.Equal("MethodExpr [0]", source.Selection("I.Val"));
    }

    [Theory]
    [InlineData("f()", "novalue ()")]
    [InlineData("g()", "value int")]
    [InlineData("h()", "value (int, string)")]
    [InlineData("v(1, 2)", "value []any")]
    [InlineData("v(h())", "value []any")]
    [InlineData("v(nil...)", "value []any")]
    [InlineData("k(h())", "value float64")]
    public void Calls_give_results(string call, string expected)
    {
        var source = CheckedSource.Of($$"""
            package p
            func f()
            func g() int
            func h() (int, string)
            func v(a ...any) []any
            func k(i int, s string) float64
            func _() { {{call}} }
            """);
        Assert.Equal(expected, source[call]);
        Assert.Empty(source.Diagnostics);
    }

    [Fact]
    public void A_long_sum_is_checked_in_linear_time_and_without_deep_recursion()
    {
        var terms = string.Join(" + ", Enumerable.Repeat("\"abcdefgh\"", 10_000));
        var source = CheckedSource.Of($"package p\nvar s = {terms}\nconst n = len(s1)\nconst s1 = {terms}\n");
        Assert.Empty(source.Diagnostics);
        Assert.Equal("constant int = 80000", source["len(s1)"]);
    }

    [Fact]
    public void Deep_nesting_of_every_kind_is_no_concern()
    {
        var parens = new string('(', 20_000) + "1" + new string(')', 20_000);
        var calls = string.Concat(Enumerable.Repeat("f(", 20_000)) + "1" + new string(')', 20_000);
        var right = string.Concat(Enumerable.Repeat("1 + (", 10_000)) + "x" + new string(')', 10_000);
        var source = CheckedSource.Of(
            "package p\nfunc f(i int) int\nvar x int\n"
            + $"var a = {parens}\nvar b = {calls}\nvar c = {right}\nvar d = 1 << x == 1");
        Assert.Empty(source.Diagnostics);
        Assert.Equal("value bool", source["1 << x == 1"]);
    }
}
