using System.Collections.Immutable;
using System.Globalization;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>UP601: a lock that is taken and, on some path, not given back.</summary>
internal sealed class MissingUnlockRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP601", "missing-unlock", 6, RuleProfile.Leaks,
        "A lock is taken and not given back on a path: whoever takes it next waits for ever.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        var locks = package.Locks;
        if (!locks.TakesLocks && !locks.HasSemaphores)
        {
            return;
        }

        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (!locks.Touches(function))
            {
                continue;
            }

            var here = locks.Of(function);
            foreach (var key in here.AllKeys)
            {
                if (here.EventsOf(key).Any(e => e.Kind is LockEventKind.Acquire or LockEventKind.TryAcquire))
                {
                    new LockCheck(this, package, locks, here, key).Run();
                }
                else
                {
                    SpawnedReleaseCheck.Run(this, package, here, key);
                }
            }
        }
    }
}
