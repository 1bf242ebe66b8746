using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>Receives from the channel of a timer that time.AfterFunc made, which has none.</summary>
internal sealed class AfterFuncTimers
{
    private readonly NilChannelRule rule;
    private readonly PackageContext package;
    private readonly Dictionary<Var, CallExpr> made = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Var> other = new(ReferenceEqualityComparer.Instance);

    public AfterFuncTimers(NilChannelRule rule, PackageContext package)
    {
        this.rule = rule;
        this.package = package;
    }

    /// <summary>Reports the receives.</summary>
    public void Run()
    {
        foreach (var function in package.Flow.Functions)
        {
            foreach (var call in function.Calls)
            {
                if (Callees.NameOf(call)?.Name == "AfterFunc" && Callees.IsPackageFunction(function.File, call, "time", "AfterFunc")
                    && TargetOf(function, call) is { } target)
                {
                    made.TryAdd(target, call);
                }
            }
        }

        if (made.Count == 0)
        {
            return;
        }

        foreach (var file in package.Package.Files)
        {
            new Assignments(this, file).Visit(file.Tree.Root);
        }

        foreach (var function in package.Flow.Functions)
        {
            AddParameters(function);
        }

        foreach (var function in package.Flow.Functions)
        {
            if (function.Outer == null)
            {
                new Receives(this, function).Visit(function.Body);
            }
        }
    }

    private static Var? TargetOf(FlowFunction function, CallExpr call)
    {
        switch (function.Parents.Of(call))
        {
            case AssignStmt { Lhs: [var target], Rhs.Length: 1 }:
                return ChannelUses.VariableOf(function.File, target);
            case ValueSpec { Names: [var name] }:
                return function.File.DefOf(name) as Var;
            case KeyValueExpr { Key: Ident key }:
                return function.File.UseOf(key) as Var;
            default:
                return null;
        }
    }

    // Parameters that are only ever given such timers.
    private void AddParameters(FlowFunction function)
    {
        if (CallsOf(function) is not { Count: > 0 } calls)
        {
            return;
        }

        var index = 0;
        foreach (var field in function.Type.Params.List)
        {
            foreach (var name in field.Names)
            {
                if (function.File.DefOf(name) is Var parameter && field.Type is not Ellipsis
                    && GoTypes.IsNamed(parameter.Type, "time", "Timer")
                    && function.Locals.Of(parameter) is { Assignments: 1, IsPrivate: true })
                {
                    CallExpr? source = null;
                    var isOther = false;
                    foreach (var (file, call) in calls)
                    {
                        var argument = index < call.Args.Length ? ChannelUses.VariableOf(file, call.Args[index]) : null;
                        isOther |= argument == null || other.Contains(argument) || !made.TryGetValue(argument, out source);
                    }

                    if (!isOther)
                    {
                        made.TryAdd(parameter, source!);
                    }
                }

                index++;
            }
        }
    }

    // The calls of a function that is not called from elsewhere; null if it may be.
    private List<(TypedFile File, CallExpr Call)>? CallsOf(FlowFunction function)
    {
        if (function.Syntax is FuncDecl)
        {
            return package.Flow.CallGraph.IsOpen(function) ? null
                : package.Flow.CallGraph.CallersOf(function).Select(c => (c.Caller.File, c.Call)).ToList();
        }

        if (function.Parents.Of(function.Syntax) is not AssignStmt { Lhs: [Ident name], Rhs.Length: 1, Tok: TokenKind.Define }
            || function.File.DefOf(name) is not Var variable || function.Outer?.Locals.Of(variable)?.OnlyValue == null)
        {
            return null;
        }

        var calls = new List<(TypedFile, CallExpr)>();
        var root = function.Root;
        var named = NodeSearch.All<Ident>(root.Body).Count(i => root.File.UseOf(i) == variable);
        foreach (var call in NodeSearch.All<CallExpr>(root.Body))
        {
            if (Callees.Unparen(call.Fun) is Ident called && root.File.UseOf(called) == variable)
            {
                calls.Add((root.File, call));
            }
        }

        return calls.Count == named ? calls : null;
    }

    private void Set(TypedFile file, Var? target, Expr? value)
    {
        if (target != null && made.ContainsKey(target) && (value == null || Callees.Unparen(value) is not CallExpr call
            || !Callees.IsPackageFunction(file, call, "time", "AfterFunc")) && !(value != null && file.TypeOf(value).IsNil))
        {
            other.Add(target);
        }
    }

    private sealed class Assignments(AfterFuncTimers owner, TypedFile file) : SyntaxVisitor
    {
        public override void VisitAssignStmt(AssignStmt node)
        {
            for (var i = 0; i < node.Lhs.Length; i++)
            {
                owner.Set(file, ChannelUses.VariableOf(file, node.Lhs[i]), node.Lhs.Length == node.Rhs.Length ? node.Rhs[i] : null);
            }

            base.VisitAssignStmt(node);
        }

        public override void VisitKeyValueExpr(KeyValueExpr node)
        {
            owner.Set(file, node.Key is Ident key ? file.UseOf(key) as Var : null, node.Value);
            base.VisitKeyValueExpr(node);
        }
    }

    private sealed class Receives(AfterFuncTimers owner, FlowFunction function) : SyntaxVisitor
    {
        private readonly TypedFile file = function.File;

        public override void VisitUnaryExpr(UnaryExpr node)
        {
            if (node.Op == TokenKind.Arrow && Callees.Unparen(node.X) is SelectorExpr { Sel.Name: "C", X: var timer }
                && ChannelUses.VariableOf(file, timer) is { } variable && owner.made.ContainsKey(variable)
                && !owner.other.Contains(variable) && !IsOneOfSeveral(node) && !IsAsked(node))
            {
                owner.package.Report(new Finding(owner.rule.Rule, Confidence.Likely, SourceSpan.Of(file.Tree.File, node), function.Name,
                    "this receive blocks for ever: a timer that time.AfterFunc makes has no channel, its C is nil",
                    [], []));
            }

            base.VisitUnaryExpr(node);
        }

        // if t.C != nil
        private bool IsAsked(UnaryExpr node)
        {
            for (var at = function.Parents.Of(node); at != null; at = function.Parents.Of(at))
            {
                if (at is IfStmt { Cond: var condition }
                    && NodeSearch.Any(condition, n => n is SelectorExpr { Sel.Name: "C" }))
                {
                    return true;
                }
            }

            return false;
        }

        private bool IsOneOfSeveral(UnaryExpr node)
        {
            for (Node? at = node; at is Expr or ExprStmt or AssignStmt; at = function.Parents.Of(at))
            {
                if (function.Parents.Of(at) is CommClause clause && clause.Comm == at)
                {
                    return function.Parents.Of(clause) is BlockStmt { List.Length: > 1 };
                }
            }

            return false;
        }
    }
}
