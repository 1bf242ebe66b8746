using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>Names what channels, contexts and connections are by the field that holds them.</summary>
internal sealed class SignalKeys
{
    private const int MaxDepth = 8;
    private readonly FlowPackage package;
    private readonly Dictionary<Var, Var> fields = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Var, List<Var>> cancels = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Var, Var> parents = new(ReferenceEqualityComparer.Instance);

    /// <summary>Finds out which local variables are kept in which fields. O(nodes).</summary>
    public SignalKeys(FlowPackage package)
    {
        this.package = package;
        foreach (var function in package.Functions)
        {
            new FieldCollector(this, function).Visit(function.Body);
        }

        foreach (var function in package.Functions)
        {
            new ContextCollector(this, function).Visit(function.Body);
        }
    }

    /// <summary>The field that an expression denotes, or the variable whose value is in no field; or null.</summary>
    public Var? Of(FlowFunction function, Expr expression, SignalBinding binding, int depth = 0)
    {
        expression = Callees.Unparen(expression);
        if (depth > MaxDepth)
        {
            return null;
        }

        switch (expression)
        {
            case SelectorExpr selector when function.File.UseOf(selector.Sel) is Var { IsField: true } field:
                return field.Origin;
            case UnaryExpr { Op: TokenKind.And } address:
                return Of(function, address.X, binding, depth + 1);
            case Ident name when function.File.ObjectOf(name) is Var { IsField: false } variable:
                return OfVariable(function, variable, binding, depth);
            case CallExpr { Args: [] } call when Callees.FunctionOf(function.File, call) is { } getter
                && package.FunctionOf(getter) is { Body.List: [ReturnStmt { Results: [var returned] }] } body:
                return Of(body, returned, SignalBinding.Empty, depth + 1);
            default:
                return null;
        }
    }

    /// <summary>True if what is done ends the waiting.</summary>
    public bool Ends(LifecycleSignal done, LifecycleSignal wait)
    {
        if (wait.Kind != SignalKind.Context)
        {
            return done.Kind == wait.Kind && done.Key == wait.Key;
        }

        var context = wait.Key;
        for (var depth = 0; depth < MaxDepth && context != null; depth++)
        {
            if (done.Kind == SignalKind.Context && cancels.TryGetValue(context, out var cancel) && cancel.Contains(done.Key))
            {
                return true;
            }

            context = parents.GetValueOrDefault(context);
        }

        return false;
    }

    private Var OfVariable(FlowFunction function, Var variable, SignalBinding binding, int depth)
    {
        if (binding.Values.TryGetValue(variable, out var bound))
        {
            return bound;
        }

        if (fields.TryGetValue(variable, out var field))
        {
            return field;
        }

        return function.Locals.Of(variable)?.OnlyValue is { } value && Callees.Unparen(value) is SelectorExpr or Ident or CallExpr { Args: [] }
            ? Of(function, value, binding, depth + 1) ?? variable
            : variable;
    }

    private sealed class FieldCollector(SignalKeys keys, FlowFunction function) : SyntaxVisitor
    {
        public override void VisitFuncLit(FuncLit node)
        {
        }

        public override void VisitKeyValueExpr(KeyValueExpr node)
        {
            if (node.Key is Ident key && function.File.UseOf(key) is Var { IsField: true } field)
            {
                Add(node.Value, field);
            }

            base.VisitKeyValueExpr(node);
        }

        public override void VisitAssignStmt(AssignStmt node)
        {
            for (var i = 0; i < node.Lhs.Length && node.Lhs.Length == node.Rhs.Length; i++)
            {
                if (Callees.Unparen(node.Lhs[i]) is SelectorExpr target && function.File.UseOf(target.Sel) is Var { IsField: true } field)
                {
                    Add(node.Rhs[i], field);
                }
            }

            base.VisitAssignStmt(node);
        }

        private void Add(Expr value, Var field)
        {
            if (Callees.Unparen(value) is Ident name && function.File.UseOf(name) is Var { IsField: false, Kind: VarKind.Local } variable)
            {
                keys.fields.TryAdd(variable, field.Origin);
            }
        }
    }

    private sealed class ContextCollector(SignalKeys keys, FlowFunction function) : SyntaxVisitor
    {
        public override void VisitFuncLit(FuncLit node)
        {
        }

        public override void VisitAssignStmt(AssignStmt node)
        {
            if (node.Rhs is [var right] && Callees.Unparen(right) is CallExpr { Args: [var parent, ..] } call && node.Lhs is [var context, var cancel]
                && Callees.NameOf(call)?.Name is "WithCancel" or "WithCancelCause" or "WithTimeout" or "WithDeadline"
                && keys.Of(function, context, SignalBinding.Empty) is { } made)
            {
                if (keys.Of(function, cancel, SignalBinding.Empty) is { } ends)
                {
                    if (!keys.cancels.TryGetValue(made, out var list))
                    {
                        list = [];
                        keys.cancels.Add(made, list);
                    }

                    list.Add(ends);
                }

                if (keys.Of(function, parent, SignalBinding.Empty) is { } from && from != made)
                {
                    keys.parents.TryAdd(made, from);
                }
            }

            base.VisitAssignStmt(node);
        }
    }
}
