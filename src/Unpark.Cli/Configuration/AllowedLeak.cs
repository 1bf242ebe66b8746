using System.Collections.Immutable;
using System.IO.Enumeration;
using Unpark.Profiles;

namespace Unpark.Cli.Configuration;

/// <summary>Goroutines that tests may leave behind.</summary>
/// <param name="Functions">Patterns of functions, one of which is on the stack or has started the goroutine; <c>*</c> stands
/// for anything.</param>
/// <param name="Reason">Why they may.</param>
internal sealed record AllowedLeak(ImmutableArray<string> Functions, string Reason)
{
    /// <summary>The pattern of the tests' names; null for all.</summary>
    public string? Test { get; init; }

    /// <summary>The pattern of the packages' import paths; null for all.</summary>
    public string? Package { get; init; }

    /// <summary>The last day on which they may; null for no end.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>True if they may on a day.</summary>
    public bool IsAllowed(DateOnly day) => Until is not { } until || day <= until;

    /// <summary>True if goroutines of a test are meant.</summary>
    public bool Matches(string package, string? test, CallStack stack)
        => (Package is null || IsMatch(Package, package)) && (Test is null || (test is not null && IsMatch(Test, test)))
            && (stack.Frames.Any(IsMeant) || (stack.CreatedBy is { } creator && IsMeant(creator)));

    private bool IsMeant(Frame frame) => Functions.Any(f => IsMatch(f, frame.Function) || IsMatch(FunctionName.Stable(f), FunctionName.Stable(frame.Function)));

    private static bool IsMatch(string pattern, string text)
        => FileSystemName.MatchesSimpleExpression(pattern.Replace("\\", "\\\\", StringComparison.Ordinal), text, ignoreCase: false);
}
