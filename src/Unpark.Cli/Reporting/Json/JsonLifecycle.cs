using System.Collections.Immutable;

namespace Unpark.Cli.Reporting.Json;

/// <summary>A lifecycle.</summary>
internal sealed record JsonLifecycle(string Package, string Function, ImmutableArray<string> Releases, string Source,
    string? Consequence, string? Goroutine, string? Exit, string? Release, bool? Conditional);
