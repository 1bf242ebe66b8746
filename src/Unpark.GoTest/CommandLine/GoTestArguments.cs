using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Unpark.GoTest;

/// <summary>
/// The arguments of <c>go test</c>, as far as they decide what it prints. They are read as the go command reads them
/// (cmd/go/internal/test/testflag.go): flags may stand before and behind the packages, a flag that is not known may have a
/// value, and what follows <c>-args</c> is the test's own.
/// </summary>
public sealed partial record GoTestArguments
{
    // Flags of go build and go test without a value; all others that are known have one.
    private static readonly ImmutableHashSet<string> Booleans = ImmutableHashSet.Create(StringComparer.Ordinal, "a", "n", "v", "x",
        "race", "msan", "asan", "cover", "work", "linkshared", "modcacherw", "trimpath", "buildvcs", "json", "c", "i",
        "benchmem", "failfast", "short", "fullpath", "artifacts");

    private static readonly ImmutableHashSet<string> WithValue = ImmutableHashSet.Create(StringComparer.Ordinal, "C", "p",
        "covermode", "coverpkg", "asmflags", "buildmode", "compiler", "gccgoflags", "gcflags", "installsuffix", "ldflags", "mod",
        "modfile", "overlay", "pgo", "pkgdir", "tags", "toolexec", "o", "exec", "vet", "bench", "benchtime", "blockprofile",
        "blockprofilerate", "count", "coverprofile", "cpu", "cpuprofile", "list", "memprofile", "memprofilerate",
        "mutexprofile", "mutexprofilefraction", "outputdir", "parallel", "run", "skip", "timeout", "fuzz", "fuzztime",
        "fuzzminimizetime", "trace", "shuffle");

    private GoTestArguments(ImmutableArray<string> packages, ImmutableDictionary<string, string> flags, ImmutableArray<string> all)
    {
        (Packages, Flags, All) = (packages, flags, all);
    }

    /// <summary>All arguments, as they were given.</summary>
    public ImmutableArray<string> All { get; }

    /// <summary>The package patterns; empty for the package in the working folder.</summary>
    public ImmutableArray<string> Packages { get; }

    /// <summary>The flags that are known, without dashes and without <c>test.</c>; those without a value are "true".</summary>
    public ImmutableDictionary<string, string> Flags { get; }

    /// <summary>True if the output of tests that pass is to be shown: -v.</summary>
    public bool IsVerbose => Is("v");

    /// <summary>True if the output is to be JSON: -json.</summary>
    public bool IsJson => Is("json");

    /// <summary>True if tests are only listed.</summary>
    public bool IsList => Flags.GetValueOrDefault("list") is { Length: > 0 };

    /// <summary>True if no test runs: the test executable is only built (-c), or commands are only shown (-n).</summary>
    public bool IsBuildOnly => Is("c") || Is("n");

    /// <summary>True if output comes as it is made: there is no package on the command line, or benchmarks or fuzzing are asked for.</summary>
    public bool IsStreamed => Packages.IsEmpty || Flags.GetValueOrDefault("bench") is { Length: > 0 } || IsFuzzing;

    /// <summary>True if a fuzz test is run with generated inputs.</summary>
    public bool IsFuzzing => Flags.GetValueOrDefault("fuzz") is { Length: > 0 };

    /// <summary>The user's own overlay file, or null.</summary>
    public string? Overlay => Flags.GetValueOrDefault("overlay");

    /// <summary>The folder to change to first (-C), or null.</summary>
    public string? Folder => Flags.GetValueOrDefault("C");

    /// <summary>How long the tests of a package may take (-timeout); null if there is no limit.</summary>
    public TimeSpan? Timeout
    {
        get
        {
            // As in "1m30s"; what is no duration the go command does not accept.
            var total = TimeSpan.Zero;
            foreach (Match part in DurationPart().Matches(Flags.GetValueOrDefault("timeout", "10m")))
            {
                var number = double.Parse(part.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
                total += part.Groups[2].ValueSpan switch
                {
                    "h" => TimeSpan.FromHours(number),
                    "m" => TimeSpan.FromMinutes(number),
                    "s" => TimeSpan.FromSeconds(number),
                    _ => TimeSpan.FromMilliseconds(number),
                };
            }

            return total > TimeSpan.Zero ? total : null;
        }
    }

    /// <summary>Reads arguments.</summary>
    /// <param name="args">What stands behind <c>go test</c>.</param>
    /// <param name="goFlags">The setting GOFLAGS, which goes before them.</param>
    public static GoTestArguments Parse(IReadOnlyList<string> args, string goFlags = "")
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(goFlags);
        var flags = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var word in QuotedFields(goFlags))
        {
            if (word.StartsWith('-'))
            {
                var (name, value) = Split(word);
                flags[name] = value ?? "true";
            }
        }

        var packages = ImmutableArray.CreateBuilder<string>();
        bool isInPackages = false, arePackagesDone = false, mayBeValue = false;
        for (var i = 0; i < args.Count; i++)
        {
            var arg = args[i];
            var wasAfterFlag = mayBeValue;
            mayBeValue = false;
            if (arg == "--")
            {
                break;
            }

            if (arg.Length < 2 || arg[0] != '-')
            {
                if (!isInPackages && arePackagesDone)
                {
                    if (wasAfterFlag)
                    {
                        continue;
                    }

                    break;
                }

                (isInPackages, arePackagesDone) = (true, true);
                packages.Add(arg);
                continue;
            }

            isInPackages = false;
            if (arg is "-args" or "--args")
            {
                break;
            }

            var (flag, text) = Split(arg);
            if (WithValue.Contains(flag))
            {
                flags[flag] = text ?? (i + 1 < args.Count ? args[++i] : "");
            }
            else if (Booleans.Contains(flag))
            {
                flags[flag] = text ?? "true";
            }
            else
            {
                // What follows a flag that is not known may be its value, so that no packages can follow.
                arePackagesDone = true;
                mayBeValue = text is null;
            }
        }

        return new GoTestArguments(packages.DrainToImmutable(), flags.ToImmutable(), [.. args]);
    }

    // As the go command splits GOFLAGS (cmd/internal/quoted, Split): a field in quotes may have spaces, and nothing is escaped.
    private static IEnumerable<string> QuotedFields(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var isQuoted = text[at] is '"' or '\'';
            var start = isQuoted ? at + 1 : at;
            var end = isQuoted ? text.IndexOf(text[at], start) : start + text.AsSpan(start).IndexOfAny(" \t\r\n");
            end = end < start ? text.Length : end;
            yield return text[start..end];
            at = isQuoted ? end + 1 : end;
        }
    }

    /// <summary>True of a flag of the go command whose value is the next argument.</summary>
    public static bool HasValue(string flag)
    {
        ArgumentNullException.ThrowIfNull(flag);
        return flag.Length > 1 && flag[0] == '-' && Split(flag) is (var name, null) && WithValue.Contains(name);
    }

    /// <summary>The arguments for a run that reports as JSON with another overlay: without the flags that say otherwise.</summary>
    internal IEnumerable<string> Without(params string[] names)
    {
        var isOwn = true;
        for (var i = 0; i < All.Length; i++)
        {
            isOwn &= All[i] is not ("-args" or "--args" or "--");
            if (isOwn && All[i].Length > 1 && All[i][0] == '-')
            {
                var (flag, text) = Split(All[i]);
                if (names.Contains(flag))
                {
                    i += text is null && WithValue.Contains(flag) ? 1 : 0;
                    continue;
                }

                if (text is null && WithValue.Contains(flag) && i + 1 < All.Length)
                {
                    yield return All[i++];
                }
            }

            yield return All[i];
        }
    }

    private bool Is(string flag) => Flags.GetValueOrDefault(flag) is { } value && value is not ("false" or "0" or "f" or "F" or "FALSE" or "False");

    private static (string Name, string? Value) Split(string arg)
    {
        var name = arg.StartsWith("--", StringComparison.Ordinal) ? arg[2..] : arg[1..];
        var equals = name.IndexOf('=', StringComparison.Ordinal);
        var value = equals < 0 ? null : name[(equals + 1)..];
        name = equals < 0 ? name : name[..equals];
        return (name.StartsWith("test.", StringComparison.Ordinal) ? name[5..] : name, value);
    }

    [GeneratedRegex(@"(\d{1,6}(?:\.\d+)?)(ms|[hms])")]
    private static partial Regex DurationPart();
}
