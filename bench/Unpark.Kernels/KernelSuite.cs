namespace Unpark.Kernels;

/// <summary>Where a kernel comes from.</summary>
public enum KernelSuite
{
    /// <summary>The smallest leaks there are, one for each kind of operation (simple.go).</summary>
    Simple,

    /// <summary>Programs that strain Go's own leak detection (stresstests.go).</summary>
    Stress,

    /// <summary>The common patterns of leaks (commonpatterns.go).</summary>
    Patterns,

    /// <summary>Real bugs, each cut down to a file (goker).</summary>
    GoKer,
}
