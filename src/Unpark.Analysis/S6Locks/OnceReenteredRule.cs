using System.Collections.Immutable;
using Unpark.Flow;

namespace Unpark.Analysis.S6Locks;

/// <summary>UP607: the function that a sync.Once runs waits for that Once.</summary>
internal sealed class OnceReenteredRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP607", "once-reentered", 6, RuleProfile.Leaks,
        "The function that a sync.Once runs calls Do of the same Once: it waits for itself for ever.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (!MayRunOnce(package, function))
            {
                continue;
            }

            foreach (var act in package.Acts.Of(function).Acts)
            {
                if (act is { Kind: LockActKind.Once, Path: { } once, Callee: { } run })
                {
                    Check(package, function, act, once, run);
                }
            }
        }
    }

    private static bool MayRunOnce(PackageContext package, FlowFunction function)
    {
        foreach (var call in function.Calls)
        {
            if (Callees.NameOf(call) is { } name && (name.Name == "Do"
                || (package.Acts.HasOnceFunctions && Callees.Of(function.File, call) is Go.Types.Var)))
            {
                return true;
            }
        }

        return false;
    }

    private void Check(PackageContext package, FlowFunction function, LockAct act, AccessPath once, BoundFunction run)
    {
        foreach (var chain in package.Acts.ChainsOf(run.Function))
        {
            if (chain is not { Last.Kind: LockActKind.Once, Path: { } path, Tests.IsEmpty: true }
                || PackageActs.Translate(function, run, path)?.Equals(once) != true)
            {
                continue;
            }

            // Inside the function that is run, the same call is met again: it is reported once, where it is from outside.
            if (chain.LastFunction == function && run.Function.Encloses(function))
            {
                continue;
            }

            var places = ImmutableArray.CreateBuilder<RelatedPlace>();
            places.Add(new RelatedPlace(SourceSpan.Of(function.File.Tree.File, act.Syntax), $"{once} runs its function"));
            ChainPlaces.Add(places, chain, $"which waits here until {once} is done");
            package.Report(new Finding(Rule, chain.IsAlways ? Confidence.Proved : Confidence.Likely,
                SourceSpan.Of(function.File.Tree.File, act.Syntax), function.Name,
                $"the function that {once} runs here comes back to {once} at line "
                    + $"{ChainPlaces.LineOf(chain.LastFunction, chain.Last.Syntax)}: it waits for itself for ever",
                places.ToImmutable(), []));
            return;
        }
    }
}
