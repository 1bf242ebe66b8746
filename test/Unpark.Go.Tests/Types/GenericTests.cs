namespace Unpark.Go.Tests.Types;

/// <summary>Instantiation and inference where generic functions are called, assigned and passed on.</summary>
public sealed class GenericTests
{
    private const string Header = """
        package p
        func id[T any](x T) T
        func mapTo[T, U any](s []T, f func(T) U) []U
        func pair[K comparable, V any](k K, v ...V) map[K]V
        func zero[T any]() T
        type List[T any] struct { head T }
        func (l *List[T]) Get() T
        func (l List[T]) Map[U any](f func(T) U) List[U]
        func New[T any](xs ...T) *List[T]
        type Num interface { ~int | ~float64 }
        func sum[N Num](xs ...N) N
        var ints []int
        var list List[string]
        func length(s string) int

        """;

    [Theory]
    [InlineData("id(1)", "value int", "id", "[int] func(x int) int")]
    [InlineData("id[float64](1)", "value float64", "id", "[float64] func(x float64) float64")]
    [InlineData("id(id(\"a\"))", "value string", "id", "[string] func(x string) string")]
    [InlineData("mapTo(ints, func(i int) string { return \"\" })", "value []string", "mapTo",
        "[int string] func(s []int, f func(int) string) []string")]
    [InlineData("mapTo(ints, id)", "value []int", "id", "[int] func(x int) int")]
    [InlineData("mapTo([]string{}, length)", "value []int", "mapTo",
        "[string int] func(s []string, f func(string) int) []int")]
    [InlineData("pair(\"a\", 1, 2.5)", "value map[string]float64", "pair",
        "[string float64] func(k string, v ...float64) map[string]float64")]
    [InlineData("pair[string](\"a\", 1)", "value map[string]int", "pair",
        "[string int] func(k string, v ...int) map[string]int")]
    [InlineData("zero[int]()", "value int", "zero", "[int] func() int")]
    [InlineData("New(1, 2)", "value *List[int]", "New", "[int] func(xs ...int) *List[int]")]
    [InlineData("New(1, 2).Get", "value func() int", "New", "[int] func(xs ...int) *List[int]")]
    [InlineData("sum(1, 2.5)", "value float64", "sum", "[float64] func(xs ...float64) float64")]
    [InlineData("id[int]", "value func(x int) int", "id", "[int] func(x int) int")]
    [InlineData("(*List[int]).Get", "value func(*List[int]) int", "List", "[int] List[int]")]
    [InlineData("list.Map(length)", "value List[int]", "Map", "[int] func(f func(string) int) List[int]")]
    [InlineData("list.Map[int]", "value func(f func(string) int) List[int]", "Map",
        "[int] func(f func(string) int) List[int]")]
    public void Type_arguments_are_inferred(string expr, string expected, string name, string instance)
    {
        var source = CheckedSource.Of(Header + "var _ = " + expr + "\n");
        Assert.Empty(source.Diagnostics);
        Assert.Equal(expected, source.InLastDeclaration(expr));
        Assert.Equal(instance, source.LastInstance(name));
    }

    [Fact]
    public void A_generic_function_gets_its_type_arguments_from_what_it_is_assigned_to()
    {
        var source = CheckedSource.Of(Header + """
            var f func(string) string = id
            func g() func(int) int { return id }
            func h(f func([]int, func(int) string) []string)
            func _() { h(mapTo); var k func() bool; k = zero; _ = k }
            """);
        Assert.Empty(source.Diagnostics);
        Assert.Equal("[bool] func() bool", source.LastInstance("zero"));
        Assert.Equal("[int] func(x int) int", source.LastInstance("id"));
        Assert.Equal("[int string] func(s []int, f func(int) string) []string", source.LastInstance("mapTo"));
    }

    [Fact]
    public void Untyped_arguments_take_the_inferred_type()
    {
        var source = CheckedSource.Of(Header + """
            var a = pair(float32(0), 1)
            var b = sum(2, 3.5)
            var c = append(ints, id(4))
            """);
        Assert.Empty(source.Diagnostics);
        Assert.Equal("constant int = 1", source["1"]);
        Assert.Equal("constant float64 = 2", source["2"]);
        Assert.Equal("constant int = 4", source["4"]);
    }

    [Fact]
    public void A_generic_function_may_call_itself()
    {
        var source = CheckedSource.Of("""
            package p
            func f[T any](x T, n int) { f(&x, n-1); f[T](x, n); f([]T{x}, 2) }
            """);
        Assert.Empty(source.Diagnostics);
        Assert.Equal("[[]T] func(x []T, n int)", source.LastInstance("f"));
    }
}
