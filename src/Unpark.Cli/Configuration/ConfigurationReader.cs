using System.Collections.Immutable;
using Unpark.Analysis;
using Unpark.Cli.Checking;
using Unpark.Cli.Commands;
using Unpark.Cli.Configuration.Toml;
using Unpark.Cli.Reporting;
using Unpark.Profiles;

namespace Unpark.Cli.Configuration;

/// <summary>Makes a configuration of a TOML document. What it does not know is an error: it would be without effect.</summary>
internal sealed class ConfigurationReader
{
    private static readonly string[] Keys =
    [
        "allow-leak", "baseline", "exclude", "goarch", "goos", "goroutines", "lifecycle", "min-confidence", "profile", "rules", "tags", "tests",
        "unused-suppressions",
    ];

    private static readonly string[] AllowKeys = ["function", "package", "reason", "test", "until"];

    private static readonly string[] GoroutineKeys = ["because", "description", "function", "limit", "name", "rule", "state", "until"];

    private static readonly string[] LifecycleKeys = ["constructor", "import", "release"];

    private readonly string path;

    /// <summary>Makes one.</summary>
    /// <param name="path">The absolute path of the file.</param>
    public ConfigurationReader(string path) => this.path = path;

    /// <summary>The configuration of a document.</summary>
    /// <exception cref="TomlException">A key is unknown, or a value is not what it should be.</exception>
    public UnparkConfiguration Convert(TomlTable document)
    {
        var result = UnparkConfiguration.Empty with { Path = path };
        foreach (var key in document.Keys)
        {
            var value = document[key]!;
            result = key switch
            {
                "profile" => result with { Profile = Choice(key, value, ("leaks", RuleProfile.Leaks), ("strict", RuleProfile.Strict)) },
                "min-confidence" => result with
                {
                    MinimumConfidence = Choice(key, value, ("possible", Confidence.Possible), ("likely", Confidence.Likely),
                        ("proved", Confidence.Proved)),
                },
                "tests" => result with { Tests = Boolean(key, value) },
                "tags" => result with { Tags = Strings(key, value, orOne: false) },
                "goos" => result with { GoOS = Text(key, value) },
                "goarch" => result with { GoArch = Text(key, value) },
                "exclude" => result with { Exclude = Strings(key, value, orOne: false) },
                "baseline" => result with { Baseline = Path.GetFullPath(Text(key, value), Path.GetDirectoryName(path)!) },
                "unused-suppressions" => result with
                {
                    UnusedSuppressions = Choice(key, value, ("off", UnusedSuppressionMode.Off),
                        ("note", UnusedSuppressionMode.Note), ("error", UnusedSuppressionMode.Error)),
                },
                "rules" => result with { Rules = Rules(value) },
                "lifecycle" => result with { Lifecycles = Lifecycles(value) },
                "allow-leak" => result with { AllowedLeaks = AllowedLeaks(value) },
                "goroutines" => result with { Goroutines = Goroutines(value) },
                _ => throw Unknown(key, Keys, document.PlaceOf(key)),
            };
        }

        return result;
    }

    private static ImmutableArray<RuleSetting> Rules(TomlValue value)
    {
        var table = value as TomlTable ?? throw Wrong("rules", "a table", value);
        var all = TargetOptions.AllRules();
        var settings = ImmutableArray.CreateBuilder<RuleSetting>();
        foreach (var name in table.Keys)
        {
            if (RuleSelection.Find(name, all).Count == 0)
            {
                throw new TomlException($"no rule \"{name}\"{Spelling.Suggest(name, RuleSelection.Words(all))}", table.PlaceOf(name));
            }

            var place = table.PlaceOf(name);
            settings.Add(table[name] switch
            {
                TomlBoolean { Value: var on } => new RuleSetting(name, place, on, null),
                TomlString { Value: "on" } => new RuleSetting(name, place, true, null),
                TomlString { Value: "off" } => new RuleSetting(name, place, false, null),
                TomlString { Value: "error" } => new RuleSetting(name, place, null, Severity.Error),
                TomlString { Value: "warning" } => new RuleSetting(name, place, null, Severity.Warning),
                TomlString { Value: "note" } => new RuleSetting(name, place, null, Severity.Note),
                var other => throw Wrong(name, "\"on\", \"off\", \"error\", \"warning\" or \"note\"", other!),
            });
        }

        return settings.DrainToImmutable();
    }

    private static ImmutableArray<Signature> Goroutines(TomlValue value)
    {
        var signatures = ImmutableArray.CreateBuilder<Signature>();
        foreach (var table in Tables("goroutines", value, GoroutineKeys))
        {
            var states = table["state"] is { } state ? Strings("state", state, orOne: true) : [];
            var kinds = states.Select(s => BlockingKinds.Parse(s) ?? throw Wrong("state", "a state as --format json names it", table["state"]!));
            var function = Strings("function", Required("function"), orOne: true);
            var name = Text("name", Required("name"));
            signatures.Add(new Signature(name, table["description"] is { } about ? Text("description", about) : name,
                [.. function.Select(f => new SignatureMark(FunctionName.Stable(f), [.. kinds]))])
            {
                Until = table["until"] is { } until ? Text("until", until) : null,
                Because = table["because"] is { } because ? Text("because", because) : null,
                Rule = table["rule"] is { } rule ? RuleId(rule) : null,
                Limit = table["limit"] is not { } limit ? null
                    : limit is TomlInteger { Value: >= 0 } number ? number.Value : throw Wrong("limit", "a number of goroutines", limit),
            });

            TomlValue Required(string key) => table[key]
                ?? throw new TomlException($"the goroutines have no {key}: they want name and function", table.Place);
        }

        return signatures.DrainToImmutable();
    }

    // The tables below [[key]], each with no key that is not known.
    private static IEnumerable<TomlTable> Tables(string key, TomlValue value, string[] known)
    {
        var wanted = $"a list of tables, each below [[{key}]]";
        var list = value as TomlArray ?? throw Wrong(key, wanted, value);
        foreach (var item in list.Items)
        {
            var table = item as TomlTable ?? throw Wrong(key, wanted, item);
            foreach (var name in table.Keys)
            {
                if (!known.Contains(name))
                {
                    throw Unknown(name, known, table.PlaceOf(name));
                }
            }

            yield return table;
        }
    }

    private static ImmutableArray<AllowedLeak> AllowedLeaks(TomlValue value)
    {
        var allowed = ImmutableArray.CreateBuilder<AllowedLeak>();
        foreach (var table in Tables("allow-leak", value, AllowKeys))
        {
            allowed.Add(new AllowedLeak(Strings("function", Required("function"), orOne: true), Text("reason", Required("reason")))
            {
                Test = table["test"] is { } test ? Text("test", test) : null,
                Package = table["package"] is { } package ? Text("package", package) : null,
                Until = table["until"] is not { } until ? null
                    : DateOnly.TryParseExact(Text("until", until), "yyyy-MM-dd", out var day) ? day : throw Wrong("until", "a day such as \"2030-12-31\"", until),
            });

            TomlValue Required(string key) => table[key]
                ?? throw new TomlException($"what is allowed has no {key}: it wants function and reason", table.Place);
        }

        return allowed.DrainToImmutable();
    }

    private static string RuleId(TomlValue value)
    {
        var name = Text("rule", value);
        var all = TargetOptions.AllRules();
        return all.FirstOrDefault(r => r.Id == name || r.Name == name)?.Id
            ?? throw new TomlException($"no rule \"{name}\"{Spelling.Suggest(name, RuleSelection.Words(all))}", value.Place);
    }

    private static ImmutableArray<UserLifecycle> Lifecycles(TomlValue value)
    {
        var lifecycles = ImmutableArray.CreateBuilder<UserLifecycle>();
        foreach (var table in Tables("lifecycle", value, LifecycleKeys))
        {
            lifecycles.Add(new UserLifecycle(
                Text("import", Required("import")),
                Strings("constructor", Required("constructor"), orOne: true),
                Strings("release", Required("release"), orOne: true)));

            TomlValue Required(string key) => table[key]
                ?? throw new TomlException($"the lifecycle has no {key}: it wants import, constructor and release", table.Place);
        }

        return lifecycles.DrainToImmutable();
    }

    private static T Choice<T>(string key, TomlValue value, params ReadOnlySpan<(string Name, T Value)> choices)
    {
        var names = new List<string>();
        foreach (var (name, choice) in choices)
        {
            if (value is TomlString { Value: var text } && text == name)
            {
                return choice;
            }

            names.Add($"\"{name}\"");
        }

        throw Wrong(key, $"{string.Join(", ", names[..^1])} or {names[^1]}", value);
    }

    private static bool Boolean(string key, TomlValue value)
        => value is TomlBoolean { Value: var on } ? on : throw Wrong(key, "true or false", value);

    private static string Text(string key, TomlValue value)
        => value is TomlString { Value: { Length: > 0 } text } && !text.Contains('\0', StringComparison.Ordinal)
            ? text : throw Wrong(key, "a string that is not empty", value);

    private static ImmutableArray<string> Strings(string key, TomlValue value, bool orOne)
    {
        if (orOne && value is TomlString)
        {
            return [Text(key, value)];
        }

        var list = value as TomlArray ?? throw Wrong(key, orOne ? "a string or a list of strings" : "a list of strings", value);
        return orOne && list.Items.Count == 0
            ? throw Wrong(key, "at least one string", value)
            : [.. list.Items.Select(item => Text(key, item))];
    }

    private static TomlException Wrong(string key, string wanted, TomlValue found)
        => new($"{key} wants {wanted}, not {(found is TomlString { Value: var text } ? $"\"{text}\"" : found.Kind)}", found.Place);

    private static TomlException Unknown(string key, string[] known, TomlPlace place)
    {
        var suggestion = Spelling.Suggest(key, known);
        return new TomlException(
            $"unknown key \"{key}\"{(suggestion.Length > 0 ? suggestion : $": there are {string.Join(", ", known)}")}", place);
    }
}
