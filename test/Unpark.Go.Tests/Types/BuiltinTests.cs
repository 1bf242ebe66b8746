namespace Unpark.Go.Tests.Types;

/// <summary>Calls of built-in functions: their results, and the signatures recorded for their names.</summary>
public sealed class BuiltinTests
{
    private const string Vars =
        "var s []int; var b []byte; var a [4]int; var pa *[4]int; var m map[string]int; var c chan int; "
        + "var str string; var n int; var f float32; var z complex64; var p unsafe.Pointer; var pb *byte; ";

    [Theory]
    [InlineData("append(s, 1, 2)", "value []int", "func([]int, ...int) []int")]
    [InlineData("append(s, s...)", "value []int", "func([]int, ...int) []int")]
    [InlineData("append(b, str...)", "value []byte", "func([]byte, string...) []byte")]
    [InlineData("append([]byte(nil), \"x\"...)", "value []byte", "func([]byte, string...) []byte")]
    [InlineData("cap(s)", "value int", "func([]int) int")]
    [InlineData("cap(a)", "constant int = 4", null)]
    [InlineData("len(str)", "value int", "func(string) int")]
    [InlineData("len(\"abc\")", "constant int = 3", null)]
    [InlineData("len(pa)", "constant int = 4", null)]
    [InlineData("len([2]int{<-c, 1})", "value int", "func([2]int) int")]
    [InlineData("len(m)", "value int", "func(map[string]int) int")]
    [InlineData("len(c)", "value int", "func(chan int) int")]
    [InlineData("clear(m)", "novalue ()", "func(map[string]int)")]
    [InlineData("close(c)", "novalue ()", "func(chan int)")]
    [InlineData("complex(f, 1)", "value complex64", "func(float32, float32) complex64")]
    [InlineData("complex(1, 2)", "constant complex128 = (1 + 2i)", null)]
    [InlineData("copy(s, s)", "value int", "func([]int, []int) int")]
    [InlineData("copy(b, str)", "value int", "func([]byte, string) int")]
    [InlineData("delete(m, \"a\")", "novalue ()", "func(map[string]int, string)")]
    [InlineData("real(z)", "value float32", "func(complex64) float32")]
    [InlineData("imag(2i)", "constant float64 = 2", null)]
    [InlineData("make([]int, n, 10)", "value []int", "func([]int, int, int) []int")]
    [InlineData("make(map[string]int)", "value map[string]int", "func(map[string]int) map[string]int")]
    [InlineData("make(chan int, 1)", "value chan int", "func(chan int, int) chan int")]
    [InlineData("max(n, 1)", "value int", "func(int, int) int")]
    [InlineData("max(1, 2.5)", "constant float64 = 2.5", null)]
    [InlineData("min(1, 2, f)", "value float32", "func(float32, float32, float32) float32")]
    [InlineData("min(\"b\", \"a\")", "constant string = \"a\"", null)]
    [InlineData("min(n)", "value int", "func(int) int")]
    [InlineData("new(int)", "value *int", "func(int) *int")]
    [InlineData("new(1)", "value *int", "func(int) *int")]
    [InlineData("new(str)", "value *string", "func(string) *string")]
    [InlineData("panic(1)", "novalue ()", "func(interface{})")]
    [InlineData("print(1, str)", "novalue ()", "func(int, string)")]
    [InlineData("println()", "novalue ()", "func()")]
    [InlineData("recover()", "value interface{}", "func() interface{}")]
    [InlineData("unsafe.Add(p, 1)", "value unsafe.Pointer", "func(unsafe.Pointer, int) unsafe.Pointer")]
    [InlineData("unsafe.Alignof(n)", "constant uintptr = 8", null)]
    [InlineData("unsafe.Sizeof(a)", "constant uintptr = 32", null)]
    [InlineData("unsafe.Offsetof(t.b)", "constant uintptr = 8", null)]
    [InlineData("unsafe.Slice(pb, n)", "value []byte", "func(*byte, int) []byte")]
    [InlineData("unsafe.SliceData(s)", "value *int", "func([]int) *int")]
    [InlineData("unsafe.String(pb, 3)", "value string", "func(*byte, int) string")]
    [InlineData("unsafe.StringData(str)", "value *byte", "func(string) *byte")]
    public void Built_in_functions_give_results_and_have_signatures(string call, string expected, string? signature)
    {
        var use = expected.StartsWith("novalue", StringComparison.Ordinal) ? call : "_ = " + call;
        var source = CheckedSource.Of(
            $"package p\nimport \"unsafe\"\nfunc _() {{ var t struct {{ a byte; b int }}; {Vars} {use} }}");
        Assert.Empty(source.Diagnostics);
        Assert.Equal(expected, source[call]);
        var name = call[..call.IndexOf('(', StringComparison.Ordinal)];
        Assert.Equal(signature == null ? "builtin" : "builtin " + signature, source[name]);
    }

    [Fact]
    public void Arguments_of_built_in_functions_get_their_types()
    {
        var source = CheckedSource.InFunc("""
            var f float32
            var m map[any]int
            _ = min(1, 2, f)
            _ = make([]int, 3.0)
            delete(m, 4)
            print(5)
            _ = append([]int8{}, 6)
            var p any = new(7)
            """);
        Assert.Empty(source.Diagnostics);
        Assert.Equal("constant float32 = 1", source["1"]);
        Assert.Equal("constant float32 = 2", source["2"]);
        Assert.Equal("constant int = 3", source["3.0"]);
        Assert.Equal("constant int = 4", source["4"]);
        Assert.Equal("constant int = 5", source["5"]);
        Assert.Equal("constant int8 = 6", source["6"]);
        Assert.Equal("constant int = 7", source["7"]);
    }

    [Fact]
    public void Built_in_functions_take_type_parameters()
    {
        var source = CheckedSource.Of("""
            package p
            import "unsafe"
            func f[S ~[]E, E any, M ~map[K]V, K comparable, V any, B ~[]byte | ~string](s S, m M, b B, e E) {
                _ = append(s, e)
                _ = len(m)
                _ = append([]byte{}, b...)
                _ = unsafe.Sizeof(e)
                _ = make(S, 1)
                clear(m)
                _ = s[0]
                _ = b[0]
                _ = b[1:]
            }
            """);
        Assert.Empty(source.Diagnostics);
        Assert.Equal("value S", source["append(s, e)"]);
        Assert.Equal("value int", source["len(m)"]);
        Assert.Equal("value []byte", source["append([]byte{}, b...)"]);
        Assert.Equal("value uintptr", source["unsafe.Sizeof(e)"]);
        Assert.Equal("value S", source["make(S, 1)"]);
        Assert.Equal("variable E", source["s[0]"]);
        Assert.Equal("value byte", source["b[0]"]);
        Assert.Equal("value B", source["b[1:]"]);
    }
}
