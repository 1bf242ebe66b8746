namespace Unpark.Go.Build;

/// <summary>
/// Which version of each module is selected: the highest one that anything reachable requires (minimal version
/// selection), with the graphs of modules at go 1.17 or above pruned. Immutable after loading.
/// Source: Go Modules Reference, "Minimal version selection" and "Module graph pruning"; cmd/go/internal/modload,
/// readModGraph.
/// </summary>
internal sealed class ModuleGraph
{
    private readonly Dictionary<string, string> selected = new(StringComparer.Ordinal);
    private readonly Dictionary<ModuleVersion, IReadOnlyList<ModuleVersion>> requirements = [];
    private readonly HashSet<(ModuleVersion Module, Pruning Pruning)> queued = [];
    private readonly Queue<(ModuleVersion Module, Pruning Pruning)> queue = new();
    private readonly Func<ModuleVersion, ModuleSummary> summaryOf;

    private ModuleGraph(Func<ModuleVersion, ModuleSummary> summaryOf)
    {
        this.summaryOf = summaryOf;
    }

    /// <summary>How much of a module's requirements' own requirements count.</summary>
    public enum Pruning
    {
        /// <summary>None: go 1.17 and above write down all that matter.</summary>
        Pruned,

        /// <summary>All of them, and theirs.</summary>
        Unpruned,

        /// <summary>As <see cref="Pruned"/>, for all main modules of a workspace at once.</summary>
        Workspace,
    }

    /// <summary>The selected modules but for main ones, in order of their paths.</summary>
    public List<ModuleVersion> BuildList { get; } = [];

    /// <summary>What could not be read on the way.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Loads the graph. O(modules reachable), each go.mod read once by the caller's cache.</summary>
    /// <param name="main">The paths of the main modules.</param>
    /// <param name="roots">What they require; in a workspace the main modules themselves, with empty versions.</param>
    /// <param name="pruning">The pruning of the main module.</param>
    /// <param name="summaryOf">What the go.mod of a module says.</param>
    public static ModuleGraph Load(
        IReadOnlyCollection<string> main,
        IReadOnlyList<ModuleVersion> roots,
        Pruning pruning,
        Func<ModuleVersion, ModuleSummary> summaryOf)
    {
        var graph = new ModuleGraph(summaryOf);
        foreach (var path in main)
        {
            graph.selected[path] = "";
        }

        foreach (var root in roots)
        {
            graph.Select(root);
            graph.Enqueue(root, pruning);
        }

        graph.Drain();
        if (pruning == Pruning.Workspace)
        {
            graph.LoadSelected(main);
        }

        foreach (var (path, version) in graph.selected)
        {
            if (version.Length > 0)
            {
                graph.BuildList.Add(new ModuleVersion(path, version));
            }
        }

        graph.BuildList.Sort(static (a, b) => string.CompareOrdinal(a.Path, b.Path));
        return graph;
    }

    /// <summary>The selected version of a module, empty for a main one, or null if it is not in the graph.</summary>
    public string? Selected(string path) => selected.GetValueOrDefault(path);

    private void Select(ModuleVersion module)
    {
        if (!selected.TryGetValue(module.Path, out var version)
            || (version.Length > 0 && (module.Version.Length == 0
                || Versions.Compare(module.Path, module.Version, version) > 0)))
        {
            selected[module.Path] = module.Version;
        }
    }

    private void Enqueue(ModuleVersion module, Pruning pruning)
    {
        if (module.Path is not ("go" or "toolchain") && queued.Add((module, pruning)))
        {
            queue.Enqueue((module, pruning));
        }
    }

    private void Drain()
    {
        while (queue.TryDequeue(out var next))
        {
            var summary = summaryOf(next.Module);
            if (requirements.TryAdd(next.Module, summary.Require))
            {
                if (summary.Error != null)
                {
                    Errors.Add(summary.Error);
                }

                foreach (var require in summary.Require)
                {
                    Select(require);
                }
            }

            var deeper = next.Pruning == Pruning.Unpruned || !summary.IsPruned ? Pruning.Unpruned : Pruning.Pruned;
            if (next.Pruning != Pruning.Pruned || !summary.IsPruned)
            {
                foreach (var require in summary.Require)
                {
                    Enqueue(require, deeper);
                }
            }
        }
    }

    // In a workspace the requirements a main module was written against may be overridden by another's: the versions
    // that were selected instead bring their own.
    private void LoadSelected(IReadOnlyCollection<string> main)
    {
        var relevant = new HashSet<string>(main, StringComparer.Ordinal);
        var seen = new HashSet<ModuleVersion>();
        while (true)
        {
            var needed = new HashSet<ModuleVersion>();
            foreach (var path in relevant)
            {
                var module = new ModuleVersion(path, selected.GetValueOrDefault(path) ?? "");
                if (!seen.Contains(module))
                {
                    needed.Add(module);
                    continue;
                }

                foreach (var require in requirements.GetValueOrDefault(module) ?? [])
                {
                    var chosen = new ModuleVersion(require.Path, selected[require.Path]);
                    if (chosen.Version.Length > 0 && chosen.Version != require.Version && !seen.Contains(chosen))
                    {
                        needed.Add(chosen);
                    }
                }
            }

            if (needed.Count == 0)
            {
                return;
            }

            foreach (var module in needed)
            {
                Enqueue(module, Pruning.Workspace);
                seen.Add(module);
                relevant.Add(module.Path);
            }

            Drain();
        }
    }
}
