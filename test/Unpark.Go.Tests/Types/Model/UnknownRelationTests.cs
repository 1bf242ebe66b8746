using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Go.Tests.Types.Model;

public class UnknownRelationTests
{
    private static readonly UnknownType Pool = new("github.com/jackc/pgx/v5/pgxpool", "Pool");

    [Fact]
    public void Unknown_types_are_identical_if_path_and_name_are()
    {
        Assert.True(TypeRelations.Identical(Pool, new UnknownType(Pool.ImportPath, "Pool")));
        Assert.True(TypeRelations.Identical(
            new PointerType(Pool), new PointerType(new UnknownType(Pool.ImportPath, "Pool"))));
        Assert.False(TypeRelations.Identical(Pool, new UnknownType(Pool.ImportPath, "Conn")));
        Assert.False(TypeRelations.Identical(new UnknownType(null, null), UnknownType.Instance));
        Assert.False(TypeRelations.Identical(Pool, Universe.Int));
    }

    [Fact]
    public void An_unknown_type_is_assignable_and_convertible_both_ways_and_implements_everything()
    {
        GoType[] types = [Universe.Int, Universe.Error, Universe.Any, new SliceType(Universe.Byte), Pool];
        foreach (var type in types)
        {
            Assert.True(TypeRelations.AssignableTo(Pool, type));
            Assert.True(TypeRelations.AssignableTo(type, Pool));
            Assert.True(TypeRelations.ConvertibleTo(Pool, type));
            Assert.True(TypeRelations.ConvertibleTo(type, Pool));
        }

        Assert.True(TypeRelations.Implements(Pool, Universe.Error));
        Assert.True(TypeRelations.Implements(new PointerType(Pool), Universe.Error));
        Assert.True(TypeRelations.Satisfies(Pool, Universe.Comparable));
    }

    [Fact]
    public void What_is_looked_up_on_an_unknown_type_is_unknown_and_knows_its_type()
    {
        var found = Lookup.FieldOrMethod(new PointerType(Pool), false, null, "Acquire");
        var unknown = Assert.IsType<UnknownObject>(found.Obj);
        Assert.Equal("Acquire", unknown.Name);
        Assert.Same(Pool, unknown.Owner);
        Assert.Equal(Pool.ImportPath, unknown.ImportPath);
    }

    [Fact]
    public void What_an_unknown_embedded_type_may_have_is_unknown_unless_it_is_found_as_near()
    {
        var near = Field("Near", Universe.Int);
        var deep = new StructType([Field("Deep", Universe.Int)], []);
        var middle = new StructType([Field("deep", deep, embedded: true), near], []);
        var outer = new StructType(
            [Field("Pool", new PointerType(Pool), embedded: true), Field("middle", middle, embedded: true)], []);

        Assert.Same(near, Lookup.FieldOrMethod(outer, false, null, "Near").Obj);
        Assert.IsType<UnknownObject>(Lookup.FieldOrMethod(outer, false, null, "Deep").Obj);
        Assert.IsType<UnknownObject>(Lookup.FieldOrMethod(outer, false, null, "Close").Obj);
        Assert.True(TypeRelations.Implements(outer, Universe.Error));
    }

    [Fact]
    public void The_members_of_an_unknown_package_are_the_same_objects_each_time()
    {
        var package = new Package("gopkg.in/yaml.v3", "yaml", isUnknown: true);
        var node = package.UnknownMember("Node");
        Assert.Same(node, package.UnknownMember("Node"));
        Assert.Equal("gopkg.in/yaml.v3.Node", node.Type.ToString());
    }

    private static Var Field(string name, GoType type, bool embedded = false) =>
        Var.Field(null, name, null, Node.NoPos, type, embedded);
}
