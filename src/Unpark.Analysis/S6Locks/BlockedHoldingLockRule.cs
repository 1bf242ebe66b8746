using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>UP604: a goroutine waits, holding a lock, for another one that needs the lock to get there.</summary>
internal sealed class BlockedHoldingLockRule : ILeakRule
{
    // What is found by many calls may be kept apart by much.
    private const int MaxDistance = 6;

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
                if (act.Kind is not (LockActKind.Call or LockActKind.Wait or LockActKind.Receive or LockActKind.Send or LockActKind.CondWait)
                    || HeldLocks.SiteAt(locks, key, act) is not { } site || reported.Contains(act.Syntax) || (act.IsAlternative && reported.Contains(act.Node.Syntax)))
                {
                    continue;
                }

                var chains = package.Acts.Expand(function, act).Where(c => c.Last.Kind is LockActKind.Wait or LockActKind.Receive
                    or LockActKind.Send or LockActKind.CondWait && c.IsOpen).ToList();
                foreach (var chain in chains)
                {
                    if (HeldLocks.IsGivenBack(package, key, chain))
                    {
                        continue;
                    }

                    if (PartnerOf(package, partners, key, chain, function) is { } partner && reported.Add(act.IsAlternative ? act.Node.Syntax : act.Syntax))
                    {
                        Report(package, function, key, site, chain, partner);
                        break;
                    }

                    if (partners.IsNeverEnded(chain) && IsWanted(package, key, function) && reported.Add(act.Syntax))
                    {
                        ReportEndless(package, function, key, site, chain);
                        break;
                    }
                }
            }
        }
    }

    // A select goes on as soon as one of its clauses can: none may.
    private static WaitPartner? PartnerOf(PackageContext package, WaitPartners partners, LockKey key, ActChain chain,
        FlowFunction function)
    {
        if (!chain.Last.IsAlternative)
        {
            return partners.Of(key, chain, function);
        }

        if (chain.Last.Node.Syntax is not SelectStmt select)
        {
            return null;
        }

        var clauses = package.Acts.Of(function).Acts.Where(a => a.Node == chain.Act.Node)
            .SelectMany(a => package.Acts.Expand(function, a)).ToList();
        WaitPartner? first = null;
        foreach (var statement in select.Body.List)
        {
            if (clauses.Find(c => c.LastFunction == chain.LastFunction && c.Last.Node == chain.Last.Node
                    && statement.Pos <= c.Last.Syntax.Pos && c.Last.Syntax.End <= statement.End) is not { } clause
                || partners.Of(key, clause, function) is not { } partner)
            {
                return null;
            }

            first ??= partner;
        }

        return first;
    }

    private static bool IsWanted(PackageContext package, LockKey key, FlowFunction function) => package.Flow.Functions.Any(f =>
        f.Root != function.Root && package.Locks.Touches(f) && package.Locks.Of(f).Takes(key));

    private void ReportEndless(PackageContext package, FlowFunction function, LockKey key, LockEvent site, ActChain chain)
    {
        var places = ImmutableArray.CreateBuilder<RelatedPlace>();
        var locked = key.IsRead ? "read-locked" : "locked";
        var subject = chain.Path ?? chain.Last.Path;
        places.Add(new RelatedPlace(SourceSpan.Of(function.File.Tree.File, site.Syntax), $"{locked} here"));
        ChainPlaces.Add(places, chain, $"receives from {subject} here, with {key.Path} {locked}");
        var doing = $"receives from {subject}";
        package.Report(new Finding(Rule, Confidence.Likely, ChainPlaces.Span(chain), function.Name,
            $"{(chain.Next == null ? doing : $"{ChainPlaces.Callee(chain)} {doing}")} with {key.Path} {locked} since line "
                + $"{ChainPlaces.LineOf(function, site.Syntax)}, and nothing sends to it or closes it: whoever needs {key.Path} "
                + "waits for ever too",
            places.ToImmutable(), []));
    }

    private void Report(PackageContext package, FlowFunction function, LockKey key, LockEvent site, ActChain chain,
        WaitPartner partner)
    {
        var file = function.File.Tree.File;
        var places = ImmutableArray.CreateBuilder<RelatedPlace>();
        var locked = key.IsRead ? "read-locked" : "locked";
        places.Add(new RelatedPlace(SourceSpan.Of(file, site.Syntax), $"{locked} here"));
        var waited = chain.Path ?? chain.Last.Path;
        var (doing, wanted) = chain.Last.Kind switch
        {
            LockActKind.Wait => ($"waits for {waited}", "is done"),
            LockActKind.CondWait => ($"waits for {waited}", "wakes it up"),
            LockActKind.Receive => ($"receives from {waited}", $"{(partner.Signal.Kind == LockActKind.Close ? "closes" : "sends to")} it"),
            _ => ($"sends to {waited}", "receives from it"),
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
            + $"needs {key.Path} first, at {line}: both wait for ever{(partner.IsBuffered ? " once the buffer is full" : "")}";
        var confidence = chain.Distance + partner.Need.Distance > MaxDistance ? Confidence.Possible : partner.Confidence;
        package.Report(new Finding(Rule, confidence, ChainPlaces.Span(chain), function.Name, message,
            places.ToImmutable(), []));
    }
}
