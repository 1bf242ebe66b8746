using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>Puts the names of a package's channels together that stand for the same channel.</summary>
internal sealed class SharedChannels
{
    private readonly FlowPackage package;
    private readonly Dictionary<Var, Var> parents = new(ReferenceEqualityComparer.Instance);

    private readonly HashSet<Var> closed = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Var, List<Var>> members = new(ReferenceEqualityComparer.Instance);

    /// <summary>Puts the names of a package together. O(uses).</summary>
    public SharedChannels(FlowPackage package)
    {
        this.package = package;
        All = Collect();
    }

    /// <summary>The channels of which a field or a variable of the package is a name, in no order.</summary>
    public IReadOnlyList<SharedChannel> All { get; }

    /// <summary>True if the package closes the channel that a variable holds, under whatever name.</summary>
    public bool IsClosed(Var name) => closed.Contains(Find(name.Origin));

    /// <summary>The names of the channel that a variable holds.</summary>
    public IReadOnlyList<Var> Of(Var name) => members.TryGetValue(Find(name.Origin), out var found) ? found : [];

    private List<SharedChannel> Collect()
    {
        var names = new List<Var>(package.Channels.Channels);
        foreach (var name in names)
        {
            foreach (var use in package.Channels.Of(name))
            {
                if (use is { Kind: ChannelUseKind.Store or ChannelUseKind.Pass, Target: { } target })
                {
                    Join(name, target.Origin);
                }
                else if (use is { Kind: ChannelUseKind.Assign, Value: { } value }
                    && ChannelUses.VariableOf(use.File, value) is { } from)
                {
                    Join(name, from);
                }
            }
        }

        foreach (var name in names)
        {
            var root = Find(name);
            if (!members.TryGetValue(root, out var list))
            {
                list = [];
                members.Add(root, list);
            }

            list.Add(name);
            if (package.Channels.Of(name).Any(u => u.Kind == ChannelUseKind.Close))
            {
                closed.Add(root);
            }
        }

        var classes = new Dictionary<Var, SharedChannel>(ReferenceEqualityComparer.Instance);
        foreach (var name in names)
        {
            if (name.Kind is VarKind.Field or VarKind.Package && name.Package == package.Package.Package)
            {
                classes.TryAdd(Find(name), new SharedChannel(name));
            }
        }

        var found = new List<SharedChannel>(classes.Values);
        foreach (var name in names)
        {
            if (classes.TryGetValue(Find(name), out var channel))
            {
                channel.Names.Add(name);
                channel.IsOpen |= IsKnownElsewhere(name);
                foreach (var use in package.Channels.Of(name))
                {
                    channel.Add(use);
                }
            }
        }

        foreach (var channel in found)
        {
            channel.Capacity = CapacityOf(channel);
        }

        return found;
    }

    private static int? CapacityOf(SharedChannel channel)
    {
        int? least = null;
        foreach (var make in channel.Makes)
        {
            if (make.Value is not CallExpr call || LocalChannel.CapacityOf(make.File, call) is not { } capacity)
            {
                return null;
            }

            least = Math.Min(least ?? capacity, capacity);
        }

        return least;
    }

    // Other packages can use the field or variable, or give the parameter a channel of theirs.
    private bool IsKnownElsewhere(Var name)
    {
        switch (name.Kind)
        {
            case VarKind.Field or VarKind.Package:
                return name.Exported || name.Package != package.Package.Package;
            case VarKind.Local:
                return false;
            case VarKind.Parameter:
                foreach (var use in package.Channels.Of(name))
                {
                    if (use is { Kind: ChannelUseKind.Declare, Function: { } function })
                    {
                        return function.Syntax is FuncDecl ? package.CallGraph.IsOpen(function)
                            : function.Parents.Of(function.Syntax) is not CallExpr call || call.Fun != function.Syntax;
                    }
                }

                return true;
            default:
                return true;
        }
    }

    private Var Find(Var name)
    {
        while (parents.TryGetValue(name, out var up))
        {
            name = up;
        }

        return name;
    }

    private void Join(Var x, Var y)
    {
        x = Find(x);
        y = Find(y);
        if (!ReferenceEquals(x, y))
        {
            parents[x] = y;
        }
    }
}
