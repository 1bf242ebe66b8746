using System.Collections.Immutable;

namespace Unpark.Cli.Reporting.Json;

/// <summary>How far a function was explored.</summary>
internal sealed record JsonExploration(string Root, string Package, int States, long Steps, bool Complete, ImmutableArray<string> Limits,
    ImmutableArray<string> Panics, ImmutableArray<string> Failures);
