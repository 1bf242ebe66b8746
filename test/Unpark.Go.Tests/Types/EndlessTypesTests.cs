using Unpark.Go.Types;

namespace Unpark.Go.Tests.Types;

/// <summary>Types that contain themselves, or larger and larger instances of themselves, keep nothing going.</summary>
public sealed class EndlessTypesTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("type A = struct { A }")]
    [InlineData("type A = struct { next *A }")]
    [InlineData("type A = interface { m() A }; var x A; var y = x.m().m()")]
    [InlineData("type A = []B; type B = map[string]C; type C = func(A); var x A; var y B = x[0]")]
    [InlineData("type A[P any] = struct { A[P] }; var x A[int]; var y = x.foo")]
    [InlineData("type A[P any] = B[P]; type B[P any] = struct { A[P] }; var x A[int]; var y = x.foo")]
    [InlineData("type A[P any] = []A[[]P]; var x A[int]; var y A[string] = x; var z = x[0][0]")]
    [InlineData("type A[P any] = func(A[P]); var x A[int]; var y A[int] = x")]
    [InlineData("type A[P any] = interface { A[P] }; var x A[int]; var y = x.foo")]
    public async Task Aliases_of_types_that_contain_themselves_are_reported(string declarations)
    {
        var source = await CheckAsync(declarations);
        Assert.Contains(
            source.Diagnostics, d => d.Message.StartsWith("invalid recursive type", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("type T struct { t T }; var x T; const n = len([1]T{})")]
    [InlineData("type T [2]T; var x T; var y = x[0][1]")]
    [InlineData("type T struct { a, b U }; type U struct { c, d T }; var x = T{}.a.c")]
    [InlineData("type P[A, B any] struct { a A; b B }; type T[X any] struct { *T[P[X, X]] }; var y = T[int]{}.foo")]
    [InlineData("type P[A, B any] struct { a A; b B }; type T[X any] struct { t T[P[X, X]] }; var y = T[int]{}.t.t")]
    [InlineData("type T[X any] struct { *T[[]X] }; var x T[int]; var y interface { foo() } = x")]
    [InlineData("type I[X any] interface { I[[]X] }; var x I[int]; var y = x.foo; func f[Q I[int]](q Q) { f(q) }")]
    [InlineData("type I[X any] interface { m() I[[]X] }; var x I[int]; var y I[string] = x; var z = x.m().m().m()")]
    [InlineData("type T[P any] []T[[]P]; var x T[int]; var y T[string] = x; func g[Q any](q T[Q]) { g(x) }")]
    [InlineData("func f[T any](n int, x T) { f(n, []T{x}); f(n, map[int]T{}) }")]
    public async Task Types_that_grow_without_end_are_checked_measured_and_printed(string declarations)
    {
        await CheckAsync(declarations);
    }

    [Fact]
    public async Task A_size_that_takes_too_long_to_compute_is_too_large()
    {
        var declarations = "type T0 struct { a, b int }\n";
        for (var i = 1; i <= 60; i++)
        {
            declarations += $"type T{i} struct {{ a, b T{i - 1} }}\n";
        }

        var source = await CheckAsync(declarations + "const n = unsafe.Sizeof(T60{}) + unsafe.Sizeof(T3{})");
        Assert.Equal("constant uintptr = 128", source["unsafe.Sizeof(T3{})"]);
        Assert.Equal("unknown", source["unsafe.Sizeof(T60{})"]);
    }

    private static Task<CheckedSource> CheckAsync(string declarations) => Task.Run(() =>
    {
        var source = CheckedSource.Of("package p\nimport \"unsafe\"\nvar _ unsafe.Pointer\n" + declarations);
        foreach (var typeName in source.Package.Scope.Objects.ToArray().OfType<TypeName>())
        {
            _ = typeName.ToString();
            _ = MethodSet.Of(typeName.Type);
            _ = Sizes.Gc64.Sizeof(typeName.Type);
        }

        return source;
    }).WaitAsync(Timeout, TestContext.Current.CancellationToken);
}
