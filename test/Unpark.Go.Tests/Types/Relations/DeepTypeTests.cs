using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Go.Tests.Types.Relations;

public class DeepTypeTests
{
    private const int Depth = 100_000;

    private static readonly Package Home = new("p", "p");

    public static TheoryData<string> Shapes => ["pointer", "array", "map", "struct", "func", "embedded"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Types_of_any_depth_are_compared_printed_and_substituted(string shape)
    {
        var param = new TypeParam(new TypeName(Home, "T", null, Node.NoPos, null), 0, Universe.Any);
        var x = Nest(shape, param);
        var y = Nest(shape, param);
        var z = Nest(shape, Universe.Int);

        Assert.True(TypeRelations.Identical(x, y));
        Assert.False(TypeRelations.Identical(x, z));
        Assert.False(TypeRelations.AssignableTo(x, z));
        Assert.False(TypeRelations.ConvertibleTo(x, z));
        Assert.Equal(shape is "map" or "func", !TypePredicates.Comparable(z));
        Assert.Equal(x.ToString(), y.ToString());
        Assert.Empty(MethodSet.Of(z).Methods);
        Assert.Null(Lookup.FieldOrMethod(z, true, Home, "nobody").Obj);
        Assert.True(Inference.IsParameterized([param], x));
        Assert.False(Inference.IsParameterized([param], z));
        Assert.True(TypeRelations.Identical(z, Substitution.Subst(x, SubstMap.Of([param], new GoType?[] { Universe.Int }))));
    }

    private static GoType Nest(string shape, GoType type)
    {
        for (var i = 0; i < Depth; i++)
        {
            type = shape switch
            {
                "pointer" => new PointerType(type),
                "array" => new ArrayType(type, 1),
                "map" => new MapType(type, type is MapType ? Universe.Int : type),
                "struct" => new StructType([Field("x", type, false)], []),
                "embedded" => new StructType([Field("e", type, true)], []),
                _ => new Signature(null, [], [], new TupleType([Field("x", type, false)]), TupleType.Empty, false),
            };
        }

        return type;
    }

    private static Var Field(string name, GoType type, bool embedded) =>
        Var.Field(Home, name, null, Node.NoPos, type, embedded);
}
