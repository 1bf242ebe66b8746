using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Go.Tests.Types.Model;

public class ScopeTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(200)]
    public void Names_are_found_in_small_and_large_scopes(int count)
    {
        var scope = new Scope(Universe.Scope, 0, 100, "block");
        for (var i = 0; i < count; i++)
        {
            Assert.Null(scope.Insert(Local($"x{i}", 0)));
        }

        var again = Local("x1", 0);
        Assert.Same(scope.Lookup("x1"), scope.Insert(again));
        Assert.NotSame(again, scope.Lookup("x1"));
        Assert.Null(again.Parent);
        Assert.Equal(count, scope.Count);
        Assert.Equal($"x{count - 1}", scope.Lookup($"x{count - 1}")?.Name);
        Assert.Null(scope.Lookup("y"));
        Assert.Equal(scope.Names().Order(StringComparer.Ordinal), scope.Names());
    }

    [Fact]
    public void A_local_name_is_found_behind_its_declaration_only()
    {
        var outer = new Scope(Universe.Scope, 0, 100, "outer");
        var inner = new Scope(outer, 10, 90, "inner");
        outer.Insert(Local("x", 5));
        inner.Insert(Local("x", 50));

        Assert.Same(outer.Lookup("x"), inner.LookupParent("x", 30, out var scope));
        Assert.Same(outer, scope);
        Assert.Same(inner.Lookup("x"), inner.LookupParent("x", 60, out _));
        Assert.Same(inner.Lookup("x"), inner.LookupParent("x", out _));
        Assert.Same(Universe.Int, inner.LookupParent("int", 60, out _)?.Type);
        Assert.Null(inner.LookupParent("nobody", 60, out scope));
        Assert.Null(scope);
    }

    [Fact]
    public void The_innermost_scope_around_an_offset_is_found()
    {
        var outer = new Scope(Universe.Scope, 0, 100, "outer");
        var first = new Scope(outer, 10, 40, "first");
        var second = new Scope(outer, 40, 90, "second");
        var within = new Scope(second, 50, 60, "within");

        Assert.Equal([first, second], outer.Children);
        Assert.Same(first, outer.Innermost(39));
        Assert.Same(second, outer.Innermost(40));
        Assert.Same(within, outer.Innermost(55));
        Assert.Same(outer, outer.Innermost(95));
        Assert.Empty(Universe.Scope.Children);
    }

    private static Var Local(string name, int from) =>
        new(VarKind.Local, null, name, null, Node.NoPos, Universe.Int) { ScopePos = from };
}
