using System.Reflection;
using System.Runtime.CompilerServices;
using Unpark.Analysis;
using Unpark.Diagnosis;
using Unpark.Go.Syntax;
using Unpark.Profiles;

namespace Unpark.Architecture.Tests;

/// <summary>What callers see cannot be changed (ARCHITECTURE.md, "Invariants").</summary>
public sealed class Immutability
{
    public static TheoryData<string> Namespaces => ["Unpark.Go.Syntax", "Unpark.Go.Types", "Unpark.Go.Constants",
        "Unpark.Go.Build", "Unpark.Analysis", "Unpark.Profiles", "Unpark.Diagnosis"];

    [Theory]
    [MemberData(nameof(Namespaces))]
    public void Public_properties_cannot_be_set(string name)
    {
        var settable =
            from type in TypesIn(name)
            from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
            where property.DeclaringType!.Assembly == type.Assembly
            where property.SetMethod is { IsPublic: true } setter && !IsInit(setter)
            select $"{type.Name}.{property.Name}";

        Assert.Empty(settable);
    }

    [Theory]
    [MemberData(nameof(Namespaces))]
    public void Public_fields_are_constant(string name)
    {
        var mutable =
            from type in TypesIn(name)
            where !type.IsEnum
            from field in type.GetFields(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
            where !field.IsInitOnly && !field.IsLiteral
            select $"{type.Name}.{field.Name}";

        Assert.Empty(mutable);
    }

    // A literal makes its text when it is first asked; a channel type turns receive-only while it is being parsed.
    private static readonly string[] HiddenState =
    [
        "BasicLit.source", "ChanTypeExpr.<Arrow>k__BackingField", "ChanTypeExpr.<Begin>k__BackingField",
        "ChanTypeExpr.<Dir>k__BackingField",
    ];

    [Fact]
    public void Syntax_nodes_have_no_mutable_state_but_what_nobody_can_see_change()
    {
        var mutable =
            from type in typeof(Node).Assembly.GetTypes()
            where type.IsSubclassOf(typeof(Node))
            from field in type.GetFields(BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance)
            where !field.IsInitOnly
            select $"{type.Name}.{field.Name}";

        Assert.Equal(HiddenState, mutable.Order(StringComparer.Ordinal));
    }

    private static List<Type> TypesIn(string name)
    {
        var types = typeof(Node).Assembly.GetExportedTypes().Concat(typeof(Finding).Assembly.GetExportedTypes())
            .Concat(typeof(Profile).Assembly.GetExportedTypes())
            .Concat(typeof(ExplainedGroup).Assembly.GetExportedTypes())
            .Where(type => type.Namespace == name || type.Namespace?.StartsWith(name + ".", StringComparison.Ordinal) == true)
            .ToList();
        Assert.NotEmpty(types);
        return types;
    }

    private static bool IsInit(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
}
