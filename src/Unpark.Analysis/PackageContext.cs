using System.Collections.Immutable;
using Unpark.Go.Types;

namespace Unpark.Analysis;

/// <summary>A package under analysis: what a rule may ask, and where it reports. Used by one thread.</summary>
public sealed class PackageContext
{
    private readonly List<Finding> findings = [];

    /// <summary>Makes the context of one analysis of a package whose bodies are checked.</summary>
    public PackageContext(TypedPackage package, AnalysisOptions options, CancellationToken cancellation)
    {
        Package = package;
        Options = options;
        Cancellation = cancellation;
    }

    /// <summary>The package.</summary>
    public TypedPackage Package { get; }

    /// <summary>What is looked for.</summary>
    public AnalysisOptions Options { get; }

    /// <summary>Cancelled when the result is no longer wanted.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Adds a finding, if the options ask for it.</summary>
    public void Report(Finding finding)
    {
        if (Options.Includes(finding))
        {
            findings.Add(finding);
        }
    }

    internal ImmutableArray<Finding> Findings()
    {
        findings.Sort(FindingOrder.Compare);
        return [.. findings];
    }
}
