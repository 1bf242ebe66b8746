using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S4Libraries;

/// <summary>What a package makes that has a lifecycle; worked out once for all rules that ask.</summary>
internal sealed class PackageLifecycles
{
    /// <summary>Finds the calls. O(calls).</summary>
    public PackageLifecycles(PackageContext context)
    {
        var flow = context.Flow;
        Uses = new LifecycleUses();
        var inferred = context.Options.Libraries;
        var calls = new LifecycleCalls(flow, LifecycleCatalogue.For(context.Options.Lifecycles), Uses,
            callee => inferred?.LifecycleOf(callee));
        var made = ImmutableArray.CreateBuilder<LifecycleCall>();
        foreach (var function in flow.Functions)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            foreach (var call in function.Calls)
            {
                if (calls.Of(function, call) is var (lifecycle, confidence))
                {
                    made.Add(new LifecycleCall(function, call, lifecycle, confidence));
                }
            }
        }

        Calls = made.ToImmutable();
    }

    /// <summary>The calls that give something with a lifecycle, in source order of their functions.</summary>
    public ImmutableArray<LifecycleCall> Calls { get; }

    /// <summary>What uses do.</summary>
    public LifecycleUses Uses { get; }
}
