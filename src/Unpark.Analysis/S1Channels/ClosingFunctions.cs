using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>Which functions of a package close a channel of their receiver or parameter, whatever happens.</summary>
internal sealed class ClosingFunctions
{
    private readonly FlowPackage package;
    private readonly Dictionary<FlowFunction, List<AccessPath>> always = [];

    public ClosingFunctions(FlowPackage package)
    {
        this.package = package;
    }

    /// <summary>The channels a function closes, itself or by a call of a function that always does.</summary>
    public List<AccessPath> PathsIn(FlowFunction function)
    {
        var paths = new List<AccessPath>();
        var resolver = new PathResolver(function);
        foreach (var (_, use) in package.Channels.In(function))
        {
            if (use.Kind == ChannelUseKind.Close && resolver.Of(use.Expr) is { } path && !paths.Contains(path))
            {
                paths.Add(path);
            }
        }

        foreach (var call in function.Calls)
        {
            foreach (var path in ClosedBy(function, resolver, call))
            {
                if (!paths.Contains(path))
                {
                    paths.Add(path);
                }
            }
        }

        return paths;
    }

    /// <summary>What a function does to a channel of a path, in source order.</summary>
    public List<CloseAction> ActionsOn(FlowFunction function, AccessPath path)
    {
        var actions = new List<CloseAction>();
        var resolver = new PathResolver(function);
        foreach (var (_, use) in package.Channels.In(function))
        {
            if (use.Kind is ChannelUseKind.Close or ChannelUseKind.Send && use.Launch is not GoStmt
                && resolver.Of(use.Expr) is { } named && named.Equals(path))
            {
                actions.Add(new CloseAction(use.Syntax, use.Kind == ChannelUseKind.Send, use.Launch is DeferStmt));
            }
        }

        foreach (var call in function.Calls)
        {
            if (function.Parents.Of(call) is not GoStmt && ClosedBy(function, resolver, call).Contains(path))
            {
                actions.Add(new CloseAction(call, false, function.Parents.Of(call) is DeferStmt));
            }
        }

        actions.Sort((x, y) => x.Place.Pos.CompareTo(y.Place.Pos));
        return actions;
    }

    private List<AccessPath> ClosedBy(FlowFunction function, PathResolver resolver, CallExpr call)
    {
        var found = new List<AccessPath>();
        if (Callees.FunctionOf(function.File, call) is not { } callee || package.FunctionOf(callee) is not { } body
            || body == function)
        {
            return found;
        }

        foreach (var path in AlwaysClosed(body))
        {
            if (resolver.ArgumentOf(call, body, path.Root) is { } start && path.OnTopOf(start) is { } here)
            {
                found.Add(here);
            }
        }

        return found;
    }

    // The channels a function closes first thing, with nothing asked before: close(x) among the statements of its body,
    // and no way out above it.
    private List<AccessPath> AlwaysClosed(FlowFunction function)
    {
        if (always.TryGetValue(function, out var paths))
        {
            return paths;
        }

        paths = [];
        always.Add(function, paths);
        var resolver = new PathResolver(function);
        foreach (var (_, use) in package.Channels.In(function))
        {
            if (use.Kind == ChannelUseKind.Close && use.Launch == null && function.Syntax is FuncDecl
                && function.Parents.Of(use.Syntax) is ExprStmt statement && function.Body.List.Contains(statement)
                && !function.Body.List.Any(s => s.Pos < statement.Pos && s is not (ExprStmt or DeferStmt or AssignStmt))
                && resolver.Of(use.Expr) is { } path && path.Root.Kind is VarKind.Receiver or VarKind.Parameter
                && !IsRenewed(function, use))
            {
                paths.Add(resolver.Of(use.Expr)!);
            }
        }

        return paths;
    }

    // The function puts another channel, or nil, in its place.
    private bool IsRenewed(FlowFunction function, ChannelUse close) => package.Channels.In(function).Any(u =>
        u.Channel == ChannelUses.VariableOf(function.File, close.Expr)
        && u.Use.Kind is ChannelUseKind.Make or ChannelUseKind.SetNil or ChannelUseKind.Assign);
}
