using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>Where the fields that a package declares are named in it.</summary>
public sealed class FieldUses
{
    private readonly Dictionary<Var, List<FieldUse>> uses = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<GoType> positional = [];

    internal FieldUses(FlowPackage package)
    {
        foreach (var file in package.Package.Files)
        {
            new Collector(this, package, file).Visit(file.Tree.Root);
        }
    }

    /// <summary>The places where a field, or the one it is an instance of, is named, in source order.</summary>
    public IReadOnlyList<FieldUse> Of(Var field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return uses.TryGetValue(field.Origin, out var found) ? found : [];
    }

    /// <summary>True if a composite literal sets the fields of a named type by their order, naming none.</summary>
    public bool IsSetByPosition(NamedType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return positional.Contains(type.Origin);
    }

    private void Add(Var field, FieldUse use)
    {
        if (!uses.TryGetValue(field.Origin, out var list))
        {
            list = [];
            uses.Add(field.Origin, list);
        }

        list.Add(use);
    }

    private sealed class Collector(FieldUses owner, FlowPackage package, TypedFile file) : SyntaxVisitor
    {
        private FlowFunction? function;

        public override void VisitFuncDecl(FuncDecl node) => Inside(node, () => base.VisitFuncDecl(node));

        public override void VisitFuncLit(FuncLit node) => Inside(node, () => base.VisitFuncLit(node));

        public override void VisitSelectorExpr(SelectorExpr node)
        {
            if (file.UseOf(node.Sel) is Var { IsField: true } field)
            {
                owner.Add(field, new FieldUse(file, function, node.Sel, node));
            }

            Visit(node.X);
        }

        public override void VisitKeyValueExpr(KeyValueExpr node)
        {
            if (node.Key is Ident key && file.UseOf(key) is Var { IsField: true } field)
            {
                owner.Add(field, new FieldUse(file, function, key, node));
                Visit(node.Value);
                return;
            }

            base.VisitKeyValueExpr(node);
        }

        public override void VisitCompositeLit(CompositeLit node)
        {
            if (node.Elts is [not KeyValueExpr, ..] && file.TypeOf(node).Type is { } type
                && GoTypes.Deref(type) is NamedType { Underlying: StructType } named)
            {
                owner.positional.Add(named.Origin);
            }

            base.VisitCompositeLit(node);
        }

        private void Inside(Node node, Action visit)
        {
            var outer = function;
            function = package.FunctionOf(node) ?? outer;
            visit();
            function = outer;
        }
    }
}
