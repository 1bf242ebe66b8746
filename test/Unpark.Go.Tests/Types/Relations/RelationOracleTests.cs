using System.Globalization;
using System.Text;
using Unpark.Go.Syntax;
using Unpark.Go.Tests.Constants;
using Unpark.Go.Types;

namespace Unpark.Go.Tests.Types.Relations;

public class RelationOracleTests
{
    private const int Variables = 180;

    private static readonly string[] Names = ["A", "b", "M", "N", "x", "X", "next", "Get", "Set", "C"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Relations_between_random_types_are_those_of_go_types(int seed)
    {
        var source = new TypePrograms(seed).Make(Variables);
        var expected = GoTool.RunOracle("gorelations", source).Split('\n');
        var ours = Describe(source).Split('\n');

        var differences = new StringBuilder();
        for (var i = 0; i < Math.Max(expected.Length, ours.Length) && differences.Length < 4000; i++)
        {
            var go = i < expected.Length ? expected[i] : "nothing";
            var our = i < ours.Length ? ours[i] : "nothing";
            if (go != our)
            {
                differences.AppendLine(CultureInfo.InvariantCulture, $"line {i}\n go   {go}\n ours {our}");
                differences.Append(Pair(source, go, our));
            }
        }

        Assert.True(differences.Length == 0, differences.ToString());
    }

    private static string Describe(string source)
    {
        var tree = SyntaxTree.Parse(new SourceFile("p.go", Encoding.UTF8.GetBytes(source)));
        var package = TypedPackage.Create(new PackageSource("p", [tree], new NoImports()));
        package.CheckBodies();
        Assert.Empty(package.Diagnostics);
        var vars = Numbered(package.Files[0], 'v');
        var constraints = Numbered(package.Files[0], 'c');

        var text = new StringBuilder();
        foreach (var variable in vars)
        {
            Describe(text, variable.Type, package.Package);
        }

        foreach (var x in vars)
        {
            foreach (var y in vars)
            {
                text.Append(Relations(x.Type, y.Type).ToString("x2", CultureInfo.InvariantCulture));
            }

            text.Append(' ');
            foreach (var c in constraints)
            {
                text.Append(TypeRelations.Satisfies(x.Type, c.Type.Underlying) ? '1' : '0');
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static void Describe(StringBuilder text, GoType type, Package package)
    {
        text.Append(CultureInfo.InvariantCulture, $"{type} {Lower(TypePredicates.Comparable(type))}\n");
        foreach (var recv in new[] { type, new PointerType(type) })
        {
            foreach (var method in MethodSet.Of(recv).Methods)
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"  {method} [{string.Join(' ', method.Index)}] {Lower(method.Indirect)}\n");
            }
        }

        foreach (var name in Names)
        {
            foreach (var addressable in new[] { false, true })
            {
                var (obj, index, indirect) = Lookup.FieldOrMethod(type, addressable, package, name);
                if (obj != null || !index.IsDefault || indirect)
                {
                    var path = index.IsDefault ? "" : string.Join(' ', index);
                    text.Append(CultureInfo.InvariantCulture,
                        $"  {name} {Lower(addressable)}: {obj?.ToString() ?? "<nil>"} [{path}] {Lower(indirect)}\n");
                }
            }
        }
    }

    private static int Relations(GoType x, GoType y)
    {
        if (TypeIdentity.Comparer.Equals(x, y))
        {
            Assert.Equal(TypeIdentity.Comparer.GetHashCode(x), TypeIdentity.Comparer.GetHashCode(y));
        }

        var result = Bit(0, TypeRelations.Identical(x, y)) | Bit(1, TypeRelations.IdenticalIgnoreTags(x, y))
            | Bit(2, TypeRelations.AssignableTo(x, y)) | Bit(3, TypeRelations.ConvertibleTo(x, y));
        if (y.Underlying is InterfaceType wanted)
        {
            var missing = Lookup.MissingMethod(x, wanted, true, out var wrong);
            result |= Bit(4, TypeRelations.Implements(x, wanted)) | Bit(5, missing == null) | Bit(6, wrong);
        }

        return x.Underlying is InterfaceType iface ? result | Bit(7, TypeRelations.AssertableTo(iface, y)) : result;
    }

    private static int Bit(int n, bool set) => set ? 1 << n : 0;

    private static string Lower(bool value) => value ? "true" : "false";

    private static List<GoObject> Numbered(TypedFile file, char prefix)
    {
        var collector = new Definitions(file, prefix);
        collector.Visit(file.Tree.Root);
        collector.Found.Sort((a, b) => Number(a.Name).CompareTo(Number(b.Name)));
        return collector.Found;
    }

    private static int Number(string name) => int.Parse(name.AsSpan(1), CultureInfo.InvariantCulture);

    // Which types the first digits that differ are of.
    private static string Pair(string source, string go, string ours)
    {
        if (go.Length < 2 * Variables || ours.Length != go.Length)
        {
            return "";
        }

        var at = 0;
        while (go[at] == ours[at])
        {
            at++;
        }

        return at / 2 < Variables
            ? $" to {source.Split('\n').First(l => l.Trim().StartsWith($"var v{at / 2} ", StringComparison.Ordinal))}\n"
            : $" to c{at - (2 * Variables) - 1}\n";
    }

    private sealed class NoImports : IImportResolver
    {
        public Package? Resolve(string importPath) => null;
    }

    private sealed class Definitions(TypedFile file, char prefix) : SyntaxVisitor
    {
        public List<GoObject> Found { get; } = [];

        protected override void VisitNode(Node node)
        {
            if (node is Ident { Name.Length: > 1 } ident && ident.Name[0] == prefix
                && int.TryParse(ident.Name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out _)
                && file.DefOf(ident) is { } obj)
            {
                Found.Add(obj);
            }

            base.VisitNode(node);
        }
    }
}
