using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>Where the channels of a package are named: its channel variables, parameters and fields, and what is done there.</summary>
public sealed class ChannelUses
{
    private readonly Dictionary<Var, List<ChannelUse>> uses = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<FlowFunction, List<(Var Channel, ChannelUse Use)>> byFunction = [];

    /// <summary>Collects the uses. O(nodes).</summary>
    internal ChannelUses(FlowPackage package)
    {
        foreach (var file in package.Package.Files)
        {
            new Collector(this, package, file).Visit(file.Tree.Root);
        }
    }

    /// <summary>The channel variables and fields that are named in the package.</summary>
    public IEnumerable<Var> Channels => uses.Keys;

    /// <summary>The uses of a variable or field, or of the one it is an instance of, in source order.</summary>
    public IReadOnlyList<ChannelUse> Of(Var channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        return uses.TryGetValue(channel.Origin, out var found) ? found : [];
    }

    /// <summary>The uses written in a function, those in function literals in it left out, in source order.</summary>
    public IReadOnlyList<(Var Channel, ChannelUse Use)> In(FlowFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return byFunction.TryGetValue(function, out var found) ? found : [];
    }

    /// <summary>The variable or field that an expression names; null for anything else.</summary>
    public static Var? VariableOf(TypedFile file, Expr expression)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Callees.Unparen(expression) switch
        {
            Ident ident => (file.ObjectOf(ident) as Var)?.Origin,
            SelectorExpr selector => (file.UseOf(selector.Sel) as Var)?.Origin,
            _ => null,
        };
    }

    private void Add(Var channel, ChannelUse use)
    {
        if (!uses.TryGetValue(channel.Origin, out var list))
        {
            list = [];
            uses.Add(channel.Origin, list);
        }

        list.Add(use);
        if (use.Function != null)
        {
            if (!byFunction.TryGetValue(use.Function, out var here))
            {
                here = [];
                byFunction.Add(use.Function, here);
            }

            here.Add((channel.Origin, use));
        }
    }

    private sealed class Collector(ChannelUses owner, FlowPackage package, TypedFile file) : SyntaxVisitor
    {
        private readonly List<Node> path = [];
        private FlowFunction? function;

        public override void VisitFuncDecl(FuncDecl node) => Inside(node, () => base.VisitFuncDecl(node));

        public override void VisitFuncLit(FuncLit node) => Inside(node, () => base.VisitFuncLit(node));

        public override void VisitTypeSpec(TypeSpec node)
        {
        }

        public override void VisitIdent(Ident node)
        {
            if (file.ObjectOf(node) is Var variable && variable.Type.Underlying is ChanType)
            {
                owner.Add(variable, Classify(node));
            }
        }

        protected override void VisitNode(Node node)
        {
            path.Add(node);
            base.VisitNode(node);
            path.RemoveAt(path.Count - 1);
        }

        private void Inside(Node node, Action visit)
        {
            var outer = function;
            function = package.FunctionOf(node) ?? outer;
            visit();
            function = outer;
        }

        private ChannelUse Classify(Ident name)
        {
            Expr expr = name;
            var at = path.Count - 2;
            if (at >= 0 && path[at] is SelectorExpr selector && selector.Sel == name)
            {
                expr = selector;
                at--;
            }

            var inner = expr;
            while (at >= 0 && path[at] is ParenExpr paren)
            {
                inner = paren;
                at--;
            }

            var parent = at >= 0 ? path[at] : null;
            var use = new ChannelUse(ChannelUseKind.Escape, function, file, expr, parent ?? expr);
            switch (parent)
            {
                case SendStmt send when send.Chan == inner:
                    return WithClause(use with { Kind = ChannelUseKind.Send }, at);
                case UnaryExpr { Op: TokenKind.Arrow }:
                    return Receive(use with { Kind = ChannelUseKind.Receive }, at);
                case RangeStmt range:
                    return use with { Kind = range.X == inner ? ChannelUseKind.Range : ChannelUseKind.Assign };
                case CallExpr call:
                    return Call(use, call, inner, at);
                case AssignStmt assign:
                    return Assignment(use, assign, inner);
                case ValueSpec spec:
                    return Declaration(use, spec, inner, name);
                case KeyValueExpr pair when pair.Key == inner && !IsMapElement(pair, at):
                    return Given(use, pair.Value);
                case KeyValueExpr { Key: Ident key } pair when pair.Value == inner && file.UseOf(key) is Var { IsField: true } field:
                    return use with { Kind = ChannelUseKind.Store, Target = field.Origin };
                case CompositeLit literal when FieldAt(literal, inner) is { } field:
                    return use with { Kind = ChannelUseKind.Store, Target = field.Origin };
                case ReturnStmt:
                    return use with { Kind = ChannelUseKind.Return };
                case BinaryExpr:
                    return use with { Kind = ChannelUseKind.Look };
                case Field or null:
                    return use with { Kind = ChannelUseKind.Declare };
                default:
                    return use;
            }
        }

        // The field that an element of a struct literal without keys sets.
        private Var? FieldAt(CompositeLit literal, Expr element) =>
            literal.Elts.IndexOf(element) is >= 0 and var index && file.TypeOf(literal).Type is { } type
                && GoTypes.Deref(type).Underlying is StructType { Fields: var fields } && index < fields.Length
                ? fields[index]
                : null;

        private bool IsMapElement(KeyValueExpr pair, int at) =>
            !(pair.Key is Ident key && file.UseOf(key) is Var { IsField: true }) || path[at - 1] is not CompositeLit;

        private ChannelUse WithClause(ChannelUse use, int at) =>
            at > 1 && path[at - 1] is CommClause clause && clause.Comm == path[at]
                && path[at - 2] is BlockStmt && path[at - 3] is SelectStmt select
                ? use with { Clause = clause, Select = select }
                : use;

        private ChannelUse Receive(ChannelUse use, int at)
        {
            while (at > 0 && path[at - 1] is ParenExpr)
            {
                at--;
            }

            switch (at > 0 ? path[at - 1] : null)
            {
                case AssignStmt assign:
                    if (assign is { Lhs: [_, var ok], Rhs.Length: 1 })
                    {
                        use = use with { Ok = VariableOf(file, ok) };
                    }

                    return WithClause(use, at - 1);
                case ValueSpec { Names: [_, var second], Values.Length: 1 }:
                    return use with { Ok = file.DefOf(second) as Var };
                case ExprStmt:
                    return WithClause(use, at - 1);
                default:
                    return use;
            }
        }

        private ChannelUse Call(ChannelUse use, CallExpr call, Expr argument, int at)
        {
            var launch = at > 0 && path[at - 1] is GoStmt or DeferStmt ? (Stmt)path[at - 1] : null;
            use = use with { Launch = launch };
            if (Callees.Unparen(call.Fun) is FuncLit literal)
            {
                return use with { Kind = ChannelUseKind.Pass, Target = Parameter(literal.Type, file, call, argument) };
            }

            switch (Callees.Of(file, call))
            {
                case Builtin { Name: "close" }:
                    return use with { Kind = ChannelUseKind.Close };
                case Builtin { Name: "len" or "cap" }:
                    return use with { Kind = ChannelUseKind.Look };
                case Func callee when package.FunctionOf(callee) is { } body:
                    var target = Parameter(body.Type, body.File, call, argument);
                    return use with { Kind = target != null ? ChannelUseKind.Pass : ChannelUseKind.Escape, Target = target };
                default:
                    return use;
            }
        }

        private static Var? Parameter(FuncTypeExpr type, TypedFile file, CallExpr call, Expr argument)
        {
            var index = call.Args.IndexOf(argument);
            if (index < 0 || call.HasEllipsis)
            {
                return null;
            }

            foreach (var field in type.Params.List)
            {
                if (field.Type is Ellipsis || field.Names.IsEmpty)
                {
                    return null;
                }

                foreach (var name in field.Names)
                {
                    if (index-- == 0)
                    {
                        return file.DefOf(name) as Var;
                    }
                }
            }

            return null;
        }

        private ChannelUse Assignment(ChannelUse use, AssignStmt assign, Expr inner)
        {
            var left = assign.Lhs.IndexOf(inner);
            var paired = assign.Lhs.Length == assign.Rhs.Length;
            if (left >= 0)
            {
                return Given(use, paired ? assign.Rhs[left] : null);
            }

            var right = assign.Rhs.IndexOf(inner);
            if (right < 0 || !paired)
            {
                return use;
            }

            return Callees.Unparen(assign.Lhs[right]) is Ident { IsBlank: true }
                ? use with { Kind = ChannelUseKind.Look }
                : use with { Kind = ChannelUseKind.Store, Target = VariableOf(file, assign.Lhs[right]) };
        }

        private ChannelUse Declaration(ChannelUse use, ValueSpec spec, Expr inner, Ident name)
        {
            var index = spec.Names.IndexOf(name);
            if (index >= 0)
            {
                return spec.Values.IsEmpty
                    ? use with { Kind = ChannelUseKind.Declare }
                    : Given(use, spec.Values.Length == spec.Names.Length ? spec.Values[index] : null);
            }

            index = spec.Values.IndexOf(inner);
            return index >= 0 && spec.Values.Length == spec.Names.Length
                ? use with { Kind = ChannelUseKind.Store, Target = file.DefOf(spec.Names[index]) as Var }
                : use;
        }

        private ChannelUse Given(ChannelUse use, Expr? value)
        {
            var kind = ChannelUseKind.Assign;
            if (value != null)
            {
                value = Callees.Unparen(value);
                if (file.TypeOf(value).IsNil)
                {
                    kind = ChannelUseKind.SetNil;
                }
                else if (value is CallExpr call && Callees.Of(file, call) is Builtin { Name: "make" })
                {
                    kind = ChannelUseKind.Make;
                }
            }

            return use with { Kind = kind, Value = value };
        }
    }
}
