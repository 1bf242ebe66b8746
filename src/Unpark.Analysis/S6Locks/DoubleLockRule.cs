using System.Collections.Immutable;
using System.Globalization;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>UP602: a goroutine takes a lock that it holds.</summary>
internal sealed class DoubleLockRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP602", "double-lock", 6, RuleProfile.Leaks,
        "A goroutine takes a lock that it holds already: it waits for itself for ever.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        if (!package.Locks.TakesLocks)
        {
            return;
        }

        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (package.Locks.Touches(function))
            {
                new DoubleLockCheck(this, package, function).Run();
            }
        }
    }
}
