using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>UP604: a goroutine waits, holding a lock, for another one that needs the lock to get there.</summary>
internal sealed class BlockedHoldingLockRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP604", "blocked-holding-lock", 6, RuleProfile.Leaks,
        "A goroutine waits with a lock held for another one that needs the lock first: both wait for ever.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        if (!package.Locks.TakesLocks)
        {
            return;
        }

        var partners = new WaitPartners(package);
        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (package.Locks.Touches(function))
            {
                Check(package, partners, function);
            }
        }
    }

    private void Check(PackageContext package, WaitPartners partners, FlowFunction function)
    {
        var locks = package.Locks.Of(function);
        var reported = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        foreach (var key in HeldLocks.Taken(locks).ToList())
        {
            if (!locks.Follow(key).Exploration.IsComplete)
            {
                continue;
            }

            foreach (var act in package.Acts.Of(function).Acts)
            {
                if (act.Kind is not (LockActKind.Call or LockActKind.Wait or LockActKind.Receive or LockActKind.Send)
                    || HeldLocks.SiteAt(locks, key, act) is not { } site || reported.Contains(act.Syntax))
                {
                    continue;
                }

                foreach (var chain in package.Acts.Expand(function, act))
                {
                    if (chain.Path != null && chain.Tests.IsEmpty && !chain.Last.IsAlternative
                        && chain.Last.Kind is LockActKind.Wait or LockActKind.Receive or LockActKind.Send
                        && !HeldLocks.IsGivenBack(package, key, chain)
                        && partners.Of(key, chain, function) is { } partner && reported.Add(act.Syntax))
                    {
                        Report(package, function, key, site, chain, partner);
                        break;
                    }
                }
            }
        }
    }

    private void Report(PackageContext package, FlowFunction function, LockKey key, LockEvent site, ActChain chain,
        WaitPartner partner)
    {
        var file = function.File.Tree.File;
        var places = ImmutableArray.CreateBuilder<RelatedPlace>();
        var locked = key.IsRead ? "read-locked" : "locked";
        places.Add(new RelatedPlace(SourceSpan.Of(file, site.Syntax), $"{locked} here"));
        var (doing, wanted) = chain.Last.Kind switch
        {
            LockActKind.Wait => ($"waits for {chain.Path}", "is done"),
            LockActKind.Receive => ($"receives from {chain.Path}", $"{(partner.Signal.Kind == LockActKind.Close ? "closes" : "sends to")} it"),
            _ => ($"sends to {chain.Path}", "receives from it"),
        };
        ChainPlaces.Add(places, chain, $"{doing} here, with {key.Path} {locked}");
        ChainPlaces.Add(places, partner.Need, $"the other goroutine needs {key.Path} here");
        if (partner.Signal is not ({ Kind: LockActKind.Spawn } or { Kind: LockActKind.Done, IsDeferred: true }))
        {
            places.Add(new RelatedPlace(SourceSpan.Of(partner.Function.File.Tree.File, partner.Signal.Syntax),
                $"and only then {wanted}"));
        }

        var subject = chain.Next == null ? doing : $"{ChainPlaces.Callee(chain)} {doing}";
        var line = partner.Need.Function.File == function.File
            ? $"line {ChainPlaces.LineOf(partner.Need.Function, partner.Need.Act.Syntax)}"
            : $"{Path.GetFileName(partner.Need.Function.File.Tree.File.Path)}:"
                + ChainPlaces.LineOf(partner.Need.Function, partner.Need.Act.Syntax);
        var who = chain.Last.Kind == LockActKind.Wait ? "a goroutine it waits for" : $"the goroutine that {wanted}";
        var message = $"{subject} with {key.Path} {locked} since line {ChainPlaces.LineOf(function, site.Syntax)}, but {who} "
            + $"needs {key.Path} first, at {line}: both wait for ever";
        package.Report(new Finding(Rule, partner.Confidence, ChainPlaces.Span(chain), function.Name, message,
            places.ToImmutable(), []));
    }
}
