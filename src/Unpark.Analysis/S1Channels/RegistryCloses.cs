using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>
/// Channels in a map that one function closes all, and another one closes and takes out without asking whether it is still
/// in there.
/// </summary>
internal sealed class RegistryCloses
{
    private readonly ClosedChannelRule rule;
    private readonly PackageContext package;
    private readonly Dictionary<Var, (FlowFunction Function, RangeStmt Loop)> closers = new(ReferenceEqualityComparer.Instance);

    public RegistryCloses(ClosedChannelRule rule, PackageContext package)
    {
        this.rule = rule;
        this.package = package;
    }

    /// <summary>Reports the closes.</summary>
    public void Run()
    {
        foreach (var channel in package.Flow.Channels.Channels)
        {
            foreach (var use in package.Flow.Channels.Of(channel))
            {
                if (use is { Kind: ChannelUseKind.Close, Function: { } function } && !PackageContext.IsTest(use.File)
                    && LoopOf(function, use, channel) is { } loop && RegistryOf(function, loop.X) is { } registry)
                {
                    closers.TryAdd(registry, (function, loop));
                }
            }
        }

        if (closers.Count == 0)
        {
            return;
        }

        foreach (var function in package.Flow.Functions)
        {
            foreach (var call in function.Calls)
            {
                if (call.Args is [var map, Ident key] && Callees.Of(function.File, call) is Builtin { Name: "delete" }
                    && !PackageContext.IsTest(function.File) && function.File.UseOf(key) is Var { Kind: VarKind.Parameter } channel
                    && RegistryOf(function, map) is { } registry && closers.TryGetValue(registry, out var closer)
                    && closer.Function != function)
                {
                    Check(function, channel, registry, closer);
                }
            }
        }
    }

    private void Check(FlowFunction function, Var channel, Var registry, (FlowFunction Function, RangeStmt Loop) closer)
    {
        var closes = package.Flow.Channels.Of(channel).Where(u => u.Kind == ChannelUseKind.Close && u.Function == function).ToList();
        if (closes is not [var close] || IsAsked(function, registry)
            || NodeSearch.Any(function.Body, n => n is ReturnStmt && n.Pos < close.Syntax.Pos))
        {
            return;
        }

        for (var at = function.Parents.Of(close.Syntax); at != null && at != function.Syntax; at = function.Parents.Of(at))
        {
            if (at is IfStmt or CaseClause or CommClause)
            {
                return;
            }
        }

        var file = function.File.Tree.File;
        var other = closer.Function.File.Tree.File;
        package.Report(new Finding(rule.Rule, Confidence.Likely, SourceSpan.Of(file, close.Syntax), function.Name,
            $"{channel.Name} is closed here whether or not it is still in {registry.Name}: {closer.Function.Object?.Name ?? "another function"} "
            + "closes all that are in there, and a second close panics",
            [new RelatedPlace(SourceSpan.Of(other, closer.Loop.X), "all of them are closed in this loop")], []));
    }

    // _, ok := m[c], or a range over the map to look for it.
    private static bool IsAsked(FlowFunction function, Var registry) => NodeSearch.Any(function.Body, n =>
        n is IndexExpr { X: var map } ? RegistryOf(function, map) == registry
            : n is RangeStmt range && RegistryOf(function, range.X) == registry);

    // for c := range m { close(c) }
    private static RangeStmt? LoopOf(FlowFunction function, ChannelUse close, Var channel) =>
        Loops.Around(function, close.Syntax) is RangeStmt { Key: Ident key } loop && function.File.ObjectOf(key) == channel ? loop : null;

    private static Var? RegistryOf(FlowFunction function, Expr map) => function.File.TypeOf(map).Type?.Underlying is MapType
        && ChannelUses.VariableOf(function.File, map) is { Kind: VarKind.Field or VarKind.Package } variable ? variable : null;
}
