namespace Unpark.Analysis;

/// <summary>What a rule is for, and so when it is on.</summary>
public enum RuleProfile
{
    /// <summary>Something blocks, spins or stays alive for ever, or a resource is lost. On by default.</summary>
    Leaks,

    /// <summary>A policy that prevents leaks. On only when asked for.</summary>
    Strict,
}
