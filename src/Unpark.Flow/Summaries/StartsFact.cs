using System.Collections.Immutable;

namespace Unpark.Flow;

/// <summary>
/// The go statements that calling a function may execute before it returns; those of the goroutines it starts are not among
/// them. At most a hundred or so are kept.
/// </summary>
public sealed class StartsFact : SummaryFact<ImmutableHashSet<SsaCall>>
{
    private const int MaxStarts = 128;

    private StartsFact()
    {
    }

    /// <summary>The only instance.</summary>
    public static StartsFact Instance { get; } = new();

    /// <inheritdoc/>
    public override ImmutableHashSet<SsaCall> Start(SsaFunction function) => [];

    /// <inheritdoc/>
    public override bool AreEqual(ImmutableHashSet<SsaCall> x, ImmutableHashSet<SsaCall> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return x.Count == y.Count;
    }

    /// <inheritdoc/>
    public override ImmutableHashSet<SsaCall> Compute(SsaFunction function, SummaryScope scope)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(scope);
        var starts = ImmutableHashSet.CreateBuilder<SsaCall>();
        foreach (var instruction in function.Instructions)
        {
            if (instruction is SsaCall { Op: SsaOp.Go } start)
            {
                starts.Add(start);
                continue;
            }

            foreach (var callee in scope.Calls.CalleesOf(instruction))
            {
                foreach (var other in scope.Of(this, callee))
                {
                    if (starts.Count < MaxStarts)
                    {
                        starts.Add(other);
                    }
                }
            }
        }

        return starts.ToImmutable();
    }
}
