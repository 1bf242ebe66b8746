namespace Unpark.GoTest;

/// <summary>How tests are run.</summary>
public sealed record GoTestOptions
{
    /// <summary>The go command; by default the one on PATH.</summary>
    public string GoCommand { get; init; } = "go";

    /// <summary>GOROOT for the go command, where it must be another path than it has itself; or null.</summary>
    public string? GoRoot { get; init; }

    /// <summary>The arguments for <c>go test</c>.</summary>
    public required GoTestArguments Arguments { get; init; }

    /// <summary>The folder to run in.</summary>
    public required string Folder { get; init; }

    /// <summary>The overlay that makes test executables report.</summary>
    public required TestOverlay Overlay { get; init; }

    /// <summary>How long goroutines may take to end after the last test.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(1);
}
