using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S2Context;

/// <summary>UP209: a context kept in a struct, or one that grows with every round of a loop.</summary>
internal sealed class ContextInStructRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP209", "context-in-struct", 2, RuleProfile.Leaks,
        "A context is kept in a struct and may outlive its request, or grows with every round of a loop.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        if (!ContextScope.KnowsContexts(package) || package.Package.Package.Path is "context" or "net/http")
        {
            return;
        }

        if (package.Options.Profile == RuleProfile.Strict)
        {
            foreach (var file in package.Package.Files)
            {
                if (!PackageContext.IsTest(file))
                {
                    new FieldCollector(this, package, file).Visit(file.Tree.Root);
                }
            }
        }

        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (!function.LoopStatements.IsEmpty && !PackageContext.IsTest(function.File))
            {
                CheckGrowth(package, function);
            }
        }
    }

    // ctx = context.WithValue(ctx, ...): each round wraps the one before.
    private void CheckGrowth(PackageContext package, FlowFunction function)
    {
        foreach (var call in function.Calls)
        {
            var name = Callees.NameOf(call)?.Name;
            if (name is not ("WithValue" or "WithCancel" or "WithTimeout" or "WithDeadline")
                || !Callees.IsPackageFunction(function.File, call, "context", name)
                || function.Parents.Of(call) is not AssignStmt { Tok: TokenKind.Assign, Lhs: [Ident target, ..] } assign
                || function.File.UseOf(target) is not Var { Kind: VarKind.Local or VarKind.Parameter } context
                || call.Args is not [Ident parent, ..] || function.File.UseOf(parent) != context
                || BlockOf(function, assign) is not { } block || LoopSelects.LoopOf(function, block) is not { } loop
                || (context.Offset >= loop.Syntax.Pos && context.Offset < loop.Syntax.End)
                || !loop.Reach(block, b => b == loop.Loop.Header).Contains(loop.Loop.Header) || IsRenewed(function, loop, context, assign)
                || IsForLater(function, loop, context))
            {
                continue;
            }

            var file = function.File.Tree.File;
            package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(file, assign), function.Name,
                $"{target.Name} grows with every round of the loop: each one wraps the context of the round before, and keeps it",
                [new RelatedPlace(new SourceSpan(file, loop.Syntax.Pos, loop.HeadEnd), "the loop")], []));
        }
    }

    private static FlowBlock? BlockOf(FlowFunction function, Node statement) =>
        function.Graph.ReversePostOrder.FirstOrDefault(b => b.Nodes.Any(n => n.Syntax == statement));

    // A loop that gathers values for what follows it is over when they are used.
    private static bool IsForLater(FlowFunction function, FunctionLoop loop, Var context)
    {
        var search = new BehindSearch(function.File, context, loop.Syntax.End);
        search.Visit(function.Body);
        return search.Found;
    }

    private static bool IsRenewed(FlowFunction function, FunctionLoop loop, Var context, AssignStmt growth)
    {
        foreach (var block in loop.Loop.Blocks)
        {
            foreach (var node in block.Nodes)
            {
                if (node.Syntax is AssignStmt other && other != growth && Assigned.In(function, other, context))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private sealed class BehindSearch(TypedFile file, Var variable, int end) : SyntaxVisitor
    {
        public bool Found { get; private set; }

        public override void VisitIdent(Ident node) =>
            Found |= node.Pos >= end && node.Name == variable.Name && file.UseOf(node) == variable;
    }

    private sealed class FieldCollector(ContextInStructRule rule, PackageContext package, TypedFile file) : SyntaxVisitor
    {
        public override void VisitStructTypeExpr(StructTypeExpr node)
        {
            foreach (var field in node.Fields.List)
            {
                if (field.Type is { } type && ContextScope.IsContext(file.TypeOf(type).Type))
                {
                    var name = field.Names is [var first, ..] ? first.Name : "Context";
                    package.Report(new Finding(rule.Rule, Confidence.Likely, SourceSpan.Of(file.Tree.File, field), "",
                        $"the context in {name} may outlive its request: hand it to the methods that need it", [], [])
                    {
                        Profile = RuleProfile.Strict,
                    });
                }
            }

            base.VisitStructTypeExpr(node);
        }
    }
}
