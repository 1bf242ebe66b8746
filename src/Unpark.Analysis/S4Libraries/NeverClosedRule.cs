namespace Unpark.Analysis.S4Libraries;

/// <summary>UP401: what a library gives and what is not released.</summary>
internal sealed class NeverClosedRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP401", "never-closed", 4, RuleProfile.Leaks,
        "What a library gives is not closed or stopped on a path: its goroutines, connections or files stay.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        LifecycleCheck.Check(Rule, package);
    }
}
