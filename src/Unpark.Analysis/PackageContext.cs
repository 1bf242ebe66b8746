using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis;

/// <summary>A package under analysis: what a rule may ask, and where it reports. Used by one thread.</summary>
public sealed class PackageContext
{
    private readonly List<Finding> findings = [];
    private readonly List<Finding> hidden = [];
    private FlowPackage? flow;
    private S6Locks.PackageLocks? locks;
    private S6Locks.PackageActs? acts;
    private S4Libraries.PackageLifecycles? lifecycles;
    private S1Channels.ChannelFacts? channels;

    /// <summary>Makes the context of one analysis of a package whose bodies are checked.</summary>
    public PackageContext(TypedPackage package, AnalysisOptions options, CancellationToken cancellation)
    {
        Package = package;
        Options = options;
        Cancellation = cancellation;
    }

    /// <summary>The package.</summary>
    public TypedPackage Package { get; }

    /// <summary>The package as functions; collected when asked for the first time.</summary>
    public FlowPackage Flow => flow ??= new FlowPackage(Package);

    /// <summary>What happens to locks; worked out when asked for.</summary>
    internal S6Locks.PackageLocks Locks => locks ??= new S6Locks.PackageLocks(Flow);

    /// <summary>What is done while locks are held; worked out when asked for.</summary>
    internal S6Locks.PackageActs Acts => acts ??= new S6Locks.PackageActs(Locks, Options.LibraryCalls);

    /// <summary>What the package makes that has a lifecycle; collected when asked for the first time.</summary>
    internal S4Libraries.PackageLifecycles Lifecycles => lifecycles ??= new S4Libraries.PackageLifecycles(this);

    /// <summary>What several rules ask of the channels; worked out when asked for the first time.</summary>
    internal S1Channels.ChannelFacts Channels => channels ??= new S1Channels.ChannelFacts(Flow);

    /// <summary>What is looked for.</summary>
    public AnalysisOptions Options { get; }

    /// <summary>Cancelled when the result is no longer wanted.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>
    /// Adds a finding, if the options ask for it. Where the file does not parse, its fixes are left out: they would be
    /// built on sand.
    /// </summary>
    public void Report(Finding finding)
    {
        if (Options.Includes(finding))
        {
            findings.Add(IsBroken(finding.Span.File) ? finding with { Fixes = [] } : finding);
        }
        else
        {
            hidden.Add(finding);
        }
    }

    private bool IsBroken(SourceFile file)
    {
        foreach (var typed in Package.Files)
        {
            if (typed.Tree.File == file)
            {
                return !typed.Tree.Diagnostics.IsEmpty;
            }
        }

        return true;
    }

    /// <summary>True for a file of tests.</summary>
    public static bool IsTest(TypedFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Tree.File.Path.EndsWith("_test.go", StringComparison.Ordinal);
    }

    /// <summary>What was reported though nobody asks for it.</summary>
    internal IReadOnlyList<Finding> Hidden => hidden;

    internal ImmutableArray<Finding> Findings()
    {
        findings.Sort(FindingOrder.Compare);
        return [.. findings];
    }
}
