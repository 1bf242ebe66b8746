using Unpark.Analysis.Obligations;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>What using an object does to the lifecycle of what one of its fields holds.</summary>
internal sealed class HolderUses(LifecycleUses values)
{
    private const int MaxDepth = 6;
    private readonly Dictionary<(Var Variable, Var Field, Lifecycle Lifecycle), UseEffect> known = [];

    /// <summary>What naming a variable that has the object does.</summary>
    public UseEffect Of(FlowFunction function, Ident use, Var field, Lifecycle lifecycle, int depth = 0)
    {
        if (depth > MaxDepth)
        {
            return UseEffect.Discharges;
        }

        var (at, parent) = LifecycleUses.Climb(function, use);
        switch (parent)
        {
            case SelectorExpr selector when selector.X == at:
                return OfSelector(function, selector, field, lifecycle, depth);
            case BinaryExpr or ExprStmt:
                return UseEffect.None;
            case AssignStmt assign when assign.Lhs.Contains((Expr)at):
                return UseEffect.None;
            case ValueSpec:
                return UseEffect.None;
            case ReturnStmt statement when LifecycleUses.MayFailBeside(function, statement, at):
                return UseEffect.None;
            case CallExpr call when call.Fun != at:
                return OfArgument(function, call, (Expr)at, field, lifecycle, depth);
            default:
                return UseEffect.Discharges;
        }
    }

    private UseEffect OfSelector(FlowFunction function, SelectorExpr selector, Var field, Lifecycle lifecycle, int depth)
    {
        switch (function.File.UseOf(selector.Sel))
        {
            case Var { IsField: true } member when member.Origin == field:
                return function.Parents.Of(selector) is AssignStmt assign && assign.Lhs.Contains(selector)
                    ? UseEffect.Discharges
                    : values.OfPlace(function, selector, lifecycle, depth);
            case Var { IsField: true }:
                return UseEffect.None;
            case Func method when LifecycleUses.Climb(function, selector) is (var at, CallExpr call) && call.Fun == at:
                if (function.Package.FunctionOf(method) is { Syntax: FuncDecl { Recv: { } receiver } } body)
                {
                    // A method of something embedded does not see the field.
                    return receiver.List is [{ Names: [{ IsBlank: false } self] }] && body.File.DefOf(self) is Var own
                        && Lookup.FieldOrMethod(own.Type, true, field.Package, field.Name).Obj is Var seen && seen.Origin == field
                        ? OfVariable(body, own, field, lifecycle, depth)
                        : UseEffect.None;
                }

                return method.Package?.Path is "sync" && !lifecycle.IsRelease(method.Name) ? UseEffect.None : UseEffect.Discharges;
            default:
                return UseEffect.Discharges;
        }
    }

    private UseEffect OfArgument(FlowFunction function, CallExpr call, Expr argument, Var field, Lifecycle lifecycle, int depth)
    {
        switch (Callees.Of(function.File, call))
        {
            case Func { Signature.Variadic: false } callee when function.Package.FunctionOf(callee) is { } body:
                return body.ParameterAt(call.Args.IndexOf(argument)) is { } parameter
                    ? OfVariable(body, parameter, field, lifecycle, depth)
                    : UseEffect.None;
            case Func { Package.Path: "fmt" or "log" or "log/slog" }:
                return UseEffect.None;
            default:
                return UseEffect.Discharges;
        }
    }

    private UseEffect OfVariable(FlowFunction function, Var variable, Var field, Lifecycle lifecycle, int depth)
    {
        var key = (variable, field, lifecycle);
        if (known.TryGetValue(key, out var effect))
        {
            return effect;
        }

        // A function that calls itself does to it what it does otherwise.
        known.Add(key, UseEffect.None);
        foreach (var use in NodeSearch.All<Ident>(function.Body))
        {
            if (use.Name == variable.Name && function.File.UseOf(use) == variable
                && Of(function, use, field, lifecycle, depth + 1) == UseEffect.Discharges)
            {
                effect = UseEffect.Discharges;
                break;
            }
        }

        known[key] = effect;
        return effect;
    }
}
