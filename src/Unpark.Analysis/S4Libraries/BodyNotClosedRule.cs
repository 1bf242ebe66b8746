namespace Unpark.Analysis.S4Libraries;

/// <summary>UP402: the body of a response that is not closed.</summary>
internal sealed class BodyNotClosedRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP402", "body-not-closed", 4, RuleProfile.Leaks,
        "The body of an HTTP response is not closed on a path: its connection and two goroutines stay.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        LifecycleCheck.Check(Rule, package);
    }
}
