using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>
/// The channels of a package that are semaphores: buffered, of values that mean nothing, and whoever sends to one receives
/// from it later, or the other way round. Signals between goroutines are not: there one function sends and another receives.
/// </summary>
internal sealed class ChannelSemaphores
{
    private readonly Dictionary<Var, bool> sendTakes = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<FlowFunction> functions = [];

    public ChannelSemaphores(FlowPackage package)
    {
        foreach (var channel in package.Channels.Channels)
        {
            if (channel.Type.Underlying is ChanType { Elem: var element } && IsToken(element)
                && SendTakes(package, package.Channels.Of(channel)) is { } takes)
            {
                sendTakes.Add(channel, takes);
                functions.UnionWith(package.Channels.Of(channel).Where(IsOperation).Select(u => u.Function!));
            }
        }
    }

    /// <summary>True if there are any.</summary>
    public bool Any => sendTakes.Count > 0;

    /// <summary>True if a function sends to one or receives from it.</summary>
    public bool AreUsedIn(FlowFunction function) => functions.Contains(function);

    /// <summary>True if a send takes the semaphore, false if a receive does; null if it is none.</summary>
    public bool? SendTakes(TypedFile file, Expr channel) =>
        ChannelUses.VariableOf(file, channel) is { } variable && sendTakes.TryGetValue(variable, out var takes) ? takes : null;

    private static bool IsToken(GoType element) => element.Underlying is StructType { Fields.Length: 0 }
        or BasicType { Kind: BasicKind.Bool };

    private static bool IsOperation(ChannelUse use) => use.Kind is ChannelUseKind.Send or ChannelUseKind.Receive;

    private static bool? SendTakes(FlowPackage package, IReadOnlyList<ChannelUse> uses)
    {
        var isMade = false;
        foreach (var use in uses)
        {
            switch (use.Kind)
            {
                case ChannelUseKind.Make:
                    if (Callees.Unparen(use.Value!) is not CallExpr { Args: [_, var capacity] }
                        || use.File.TypeOf(capacity).Value?.ToString() == "0")
                    {
                        return null;
                    }

                    isMade = true;
                    break;
                case ChannelUseKind.Send or ChannelUseKind.Receive when use.Function != null && IsDropped(use):
                case ChannelUseKind.Declare or ChannelUseKind.Look:
                    break;
                default:
                    return null;
            }
        }

        if (!isMade)
        {
            return null;
        }

        var answer = (bool?)null;
        foreach (var group in uses.Where(IsOperation).GroupBy(u => u.Function!.Root))
        {
            var first = group.FirstOrDefault(u => !IsDeferred(package, u));
            var isBoth = group.Any(u => u.Kind == ChannelUseKind.Send) && group.Any(u => u.Kind == ChannelUseKind.Receive);
            bool? here = isBoth && first != null ? first.Kind == ChannelUseKind.Send : ByName(group.Key, group.First());
            if (here == null && uses.Any(u => u.Kind == ChannelUseKind.Make && u.Function?.Root == group.Key))
            {
                // It is filled where it is made.
                continue;
            }

            if (here == null || (answer != null && answer != here))
            {
                return null;
            }

            answer = here;
        }

        return answer;
    }

    // What is received is looked at: it is more than a token.
    private static bool IsDropped(ChannelUse use) => use.Kind == ChannelUseKind.Send
        || use.Function!.Parents.Of(use.Syntax) is ExprStmt
        || (use.Clause?.Comm is ExprStmt { X: var received } && Callees.Unparen(received) == use.Syntax);

    private static bool IsDeferred(FlowPackage package, ChannelUse use)
    {
        for (var function = use.Function; function?.Outer != null; function = function.Outer)
        {
            if (function.Parents.Of(function.Syntax) is CallExpr call && function.Parents.Of(call) is DeferStmt)
            {
                return true;
            }
        }

        return package.Spawns.Defers.Any(d => d.Function == use.Function && d.Statement.Pos <= use.Syntax.Pos
            && use.Syntax.End <= d.Statement.End);
    }

    // func (p *pool) acquire() { p.slots <- struct{}{} }: the other half is in a function of its own.
    private static bool? ByName(FlowFunction function, ChannelUse use)
    {
        var name = function.Object?.Name ?? "";
        if (Has(name, "release", "unlock", "leave", "giveback", "putback", "free"))
        {
            return use.Kind == ChannelUseKind.Receive;
        }

        return Has(name, "acquire", "lock", "enter", "reserve", "take") ? use.Kind == ChannelUseKind.Send : null;
    }

    private static bool Has(string name, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (name.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
