using System.Collections.Immutable;

namespace Unpark.Analysis.S4Libraries;

/// <summary>What has to be done with what a function of a library gives.</summary>
public sealed record Lifecycle
{
    /// <summary>The import path, major versions left out (see <see cref="LifecycleCatalogue.PathWithoutVersion"/>).</summary>
    public required string Package { get; init; }

    /// <summary>The type whose method it is; null for a function and for <see cref="IsByType"/>.</summary>
    public string? Receiver { get; init; }

    /// <summary>The function's name; of a lifecycle <see cref="IsByType">by type</see> the type's.</summary>
    public required string Name { get; init; }

    /// <summary>True if whatever function gives the type has this lifecycle.</summary>
    public bool IsByType { get; init; }

    /// <summary>The methods of the result that release it, the usual one first.</summary>
    public required ImmutableArray<LifecycleRelease> Releases { get; init; }

    /// <summary>What stays if it is not released, such as <c>its connections stay open</c>.</summary>
    public string Consequence { get; init; } = "what it holds stays";

    /// <summary>The id of the rule that looks after it.</summary>
    public string Rule { get; init; } = "UP401";

    /// <summary>Which result it is, from 0.</summary>
    public int Result { get; init; }

    /// <summary>The field of the result that is to be released, such as <c>Body</c>; null for the result itself.</summary>
    public string? Field { get; init; }

    /// <summary>A method that has released it when it gives false, such as <c>Next</c> of rows; or null.</summary>
    public string? Drained { get; init; }

    /// <summary>The methods of what it comes from, such as <c>Disconnect</c> of a client, that end it as well.</summary>
    public ImmutableArray<string> Within { get; init; } = [];

    /// <summary>True if living as long as the process is fine for what main makes.</summary>
    public bool IsForProcess { get; init; }

    /// <summary>True if it is the receiver of the method that has to be released from then on.</summary>
    public bool IsReceiver { get; init; }

    /// <summary>True if it is to be released even where an error comes with it.</summary>
    public bool IsOwedOnError { get; init; }

    /// <summary>True to report only what is released on no path at all: on an error path it does not matter.</summary>
    public bool OnlyIfNever { get; init; }

    /// <summary>True to report only what is released on another path: never to release it may be meant.</summary>
    public bool OnlyIfSometimes { get; init; }

    /// <summary>True if giving it to any function may release it.</summary>
    public bool IsReleasedByUse { get; init; }

    /// <summary>True if there is nothing to release where the first argument, an address, is the empty string.</summary>
    public bool NeedsAddress { get; init; }

    /// <summary>True if it ends with the receiver of the method that gives it: whoever closes that has closed it too.</summary>
    public bool EndsWithReceiver { get; init; }

    /// <summary>True of a type that is to be released even if it is all that a function gives.</summary>
    public bool IsAlone { get; init; }

    /// <summary>The most that a finding may be sure.</summary>
    public Confidence Confidence { get; init; } = Confidence.Proved;

    /// <summary>The profile of its findings.</summary>
    public RuleProfile Profile { get; init; }

    /// <summary>Names of functions that are taken for one that gives the type where nothing is known of them.</summary>
    public ImmutableArray<string> Guesses { get; init; } = [];

    /// <summary>Members that must be used of the result for a guess.</summary>
    public ImmutableArray<string> GuessedBy { get; init; } = [];

    /// <summary>Where the lifecycle was inferred from, if it was; otherwise null.</summary>
    public string? Reason { get; init; }

    /// <summary>The function as one writes it, such as <c>sql.Open</c> or <c>(*DB).Query</c>.</summary>
    public string DisplayName
    {
        get
        {
            if (Receiver != null)
            {
                return $"{Receiver}.{Name}";
            }

            var slash = Package.LastIndexOf('/');
            return $"{Package[(slash + 1)..]}.{Name}";
        }
    }

    /// <summary>True if the name is that of a releasing method.</summary>
    public bool IsRelease(string name)
    {
        foreach (var release in Releases)
        {
            if (release.Name == name)
            {
                return true;
            }
        }

        return false;
    }
}
