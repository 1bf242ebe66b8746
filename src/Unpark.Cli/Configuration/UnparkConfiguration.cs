using System.Collections.Immutable;
using Unpark.Analysis;
using Unpark.Cli.Checking;
using Unpark.Profiles;

namespace Unpark.Cli.Configuration;

/// <summary>What an <c>unpark.toml</c> says; null for what it does not speak of.</summary>
internal sealed record UnparkConfiguration
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "unpark.toml";

    /// <summary>What there is without a file.</summary>
    public static UnparkConfiguration Empty { get; } = new();

    /// <summary>The absolute path of the file, or empty.</summary>
    public string Path { get; init; } = "";

    /// <summary>The folder that paths in it are relative to, or empty.</summary>
    public string Folder => Path.Length == 0 ? "" : System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>The profile.</summary>
    public RuleProfile? Profile { get; init; }

    /// <summary>The least confidence.</summary>
    public Confidence? MinimumConfidence { get; init; }

    /// <summary>Whether test files are checked.</summary>
    public bool? Tests { get; init; }

    /// <summary>The build tags.</summary>
    public ImmutableArray<string>? Tags { get; init; }

    /// <summary>The operating system to check for.</summary>
    public string? GoOS { get; init; }

    /// <summary>The architecture to check for.</summary>
    public string? GoArch { get; init; }

    /// <summary>Patterns of paths that are left out.</summary>
    public ImmutableArray<string> Exclude { get; init; } = [];

    /// <summary>The absolute path of the baseline.</summary>
    public string? Baseline { get; init; }

    /// <summary>What becomes of comments that suppress nothing.</summary>
    public UnusedSuppressionMode? UnusedSuppressions { get; init; }

    /// <summary>What it says of rules.</summary>
    public ImmutableArray<RuleSetting> Rules { get; init; } = [];

    /// <summary>The lifecycles it declares.</summary>
    public ImmutableArray<UserLifecycle> Lifecycles { get; init; } = [];

    /// <summary>The kinds of goroutines it declares.</summary>
    public ImmutableArray<Signature> Goroutines { get; init; } = [];

    /// <summary>What tests may leave behind.</summary>
    public ImmutableArray<AllowedLeak> AllowedLeaks { get; init; } = [];
}
