using Unpark.Go.Build;
using Unpark.Go.Tests.Oracles;
using Unpark.Go.Types;

namespace Unpark.Explorer.Tests.Models;

/// <summary>What models export is what the packages export.</summary>
public sealed class ModelSignatureTests
{
    private static readonly GoProgram Program =
        GoProgram.Load(new LoadOptions { Dir = Path.Combine(GoToolchain.Root, "src"), Patterns = ["errors"], Build = new BuildOptions { GoRoot = GoToolchain.Root } });

    [Theory]
    [InlineData("context")]
    [InlineData("database/sql")]
    [InlineData("errors")]
    [InlineData("net/http")]
    [InlineData("net/http/httptest")]
    [InlineData("os/exec")]
    public void Are_those_of_the_package(string path)
    {
        var model = Explorer.Models.Load(Program, path)!.Package.Scope;
        var real = Program.Find(path)!.Typed.Package.Scope;
        var types = new RuntimeTypes(_ => null);
        var wrong = new List<string>();
        foreach (var name in model.Names().Where(n => char.IsUpper(n[0])))
        {
            var (mine, theirs) = (model.Lookup(name)!, real.Lookup(name));
            if (theirs == null || mine.GetType() != theirs.GetType() || types.Of(mine.Type) is var one && types.Of(theirs.Type) is var other
                && one != other && mine is not Var { Type: NamedType })
            {
                wrong.Add($"{name}: {mine.Type}, not {theirs?.Type}");
            }

            if (mine is not TypeName { Type: NamedType type } || theirs is not TypeName)
            {
                continue;
            }

            foreach (var method in MethodSet.Of(new PointerType(type)).Methods.Select(m => m.Obj).OfType<Func>().Where(m => m.Exported && m.Package?.Path == path))
            {
                if (Lookup.FieldOrMethod(theirs.Type, addressable: true, method.Package, method.Name).Obj is not Func found
                    || types.Of(found.Signature) != types.Of(method.Signature) || found.HasPointerReceiver != method.HasPointerReceiver)
                {
                    wrong.Add($"{name}.{method.Name}");
                }
            }

            if (type.Underlying is StructType shape)
            {
                wrong.AddRange(shape.Fields.Where(f => f.Exported && !(Lookup.FieldOrMethod(theirs.Type, addressable: true, null, f.Name).Obj is Var field
                    && types.Of(field.Type) == types.Of(f.Type))).Select(f => $"{name}.{f.Name}"));
            }
        }

        Assert.Empty(wrong);
    }
}
