using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Go.Tests.Types.Model;

public class InstanceTests
{
    [Fact]
    public void Instances_with_the_same_type_arguments_are_one_object_on_all_threads()
    {
        var generic = MakeList();
        var instances = new GoType[64];
        Parallel.For(0, instances.Length, i =>
        {
            var instance = (NamedType)Instantiation.Instantiate(generic, [new PointerType(Universe.Int)]);
            Assert.IsType<StructType>(instance.Underlying);
            instances[i] = instance;
        });
        Assert.All(instances, instance => Assert.Same(instances[0], instance));
        Assert.Same(instances[0].Underlying, instances[1].Underlying);
    }

    [Fact]
    public void An_instance_that_contains_itself_is_expanded_once()
    {
        var list = (NamedType)Instantiation.Instantiate(MakeList(), [Universe.String]);
        var next = ((StructType)list.Underlying).Fields[1];
        Assert.Same(list, ((PointerType)next.Type).Elem);
        Assert.Same(next.Origin, ((StructType)list.Origin.Underlying).Fields[1]);
    }

    [Fact]
    public void Aliases_in_type_arguments_are_kept_although_the_instances_are_identical()
    {
        var generic = MakeList();
        var written = Instantiation.Instantiate(generic, [Universe.Any]);
        var plain = Instantiation.Instantiate(generic, [InterfaceType.Empty]);
        Assert.Equal("p.List[any]", written.ToString());
        Assert.Equal("p.List[interface{}]", plain.ToString());
        Assert.True(TypeRelations.Identical(written, plain));
    }

    [Fact]
    public void Instances_that_nobody_uses_are_collected()
    {
        var generic = MakeList();
        var weak = InstantiateMany(generic, 1000);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.True(weak.Count(w => w.IsAlive) < 10);
        GC.KeepAlive(generic);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> InstantiateMany(NamedType generic, int count)
    {
        var list = new List<WeakReference>();
        for (var i = 0; i < count; i++)
        {
            list.Add(new WeakReference(Instantiation.Instantiate(generic, [new ArrayType(Universe.Int, i)])));
        }

        return list;
    }

    // type List[T any] struct { value T; next *List[T] }
    private static NamedType MakeList()
    {
        var package = new Package("p", "p");
        var list = new NamedType(new TypeName(package, "List", null, Node.NoPos, null), generic: true);
        var param = new TypeParam(new TypeName(package, "T", null, Node.NoPos, null), 0, Universe.Any);
        list.SetTypeParams([param]);
        var self = Instantiation.Instantiate(list, [param]);
        list.SetUnderlying(new StructType(
            [
                Var.Field(package, "value", null, Node.NoPos, param, false),
                Var.Field(package, "next", null, Node.NoPos, new PointerType(self), false),
            ],
            ImmutableArray<string>.Empty));
        return list;
    }
}
