using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>What a package makes that has a lifecycle; worked out once for all rules that ask.</summary>
internal sealed class PackageLifecycles
{
    private Dictionary<Func, Lifecycle>? own;

    /// <summary>Finds the calls. O(calls).</summary>
    public PackageLifecycles(PackageContext context)
    {
        var flow = context.Flow;
        Uses = new LifecycleUses();
        FatalErrors = new FatalErrors(flow);
        var inferred = context.Options.Libraries;
        var calls = new LifecycleCalls(flow, LifecycleCatalogue.For(context.Options.Lifecycles), Uses,
            callee => inferred?.LifecycleOf(callee), callee => OwnOf(context, callee));
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

    // Worked out when a function of the package is called that gives something with an end.
    private Lifecycle? OwnOf(PackageContext context, Func constructor)
    {
        if (constructor.IsMethod || constructor.Signature.Results.Vars is not [var first, ..] || first.Type is BasicType
            || GoTypes.Deref(first.Type) is not NamedType)
        {
            return null;
        }

        if (own == null)
        {
            own = new(ReferenceEqualityComparer.Instance);
            foreach (var lifecycle in LifecycleInference.OfOwn(context.Flow, context.Cancellation))
            {
                if (lifecycle.ToLifecycle() is { } amounts)
                {
                    own.TryAdd(lifecycle.Constructor, amounts);
                }
            }
        }

        return own.GetValueOrDefault(constructor);
    }

    /// <summary>The calls that give something with a lifecycle, in source order of their functions.</summary>
    public ImmutableArray<LifecycleCall> Calls { get; }

    /// <summary>What uses do.</summary>
    public LifecycleUses Uses { get; }

    /// <summary>Whose errors end the process.</summary>
    public FatalErrors FatalErrors { get; }
}
