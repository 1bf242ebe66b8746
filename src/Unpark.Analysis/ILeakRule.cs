namespace Unpark.Analysis;

/// <summary>A rule that looks at one package at a time. Rules keep no state between packages and run on any thread.</summary>
public interface ILeakRule
{
    /// <summary>What the rule is called and what it finds.</summary>
    Rule Rule { get; }

    /// <summary>Reports what the rule finds in a package through <see cref="PackageContext.Report"/>.</summary>
    void Check(PackageContext package);
}
