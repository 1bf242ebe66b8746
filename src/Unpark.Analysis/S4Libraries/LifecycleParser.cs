using System.Collections.Immutable;
using System.Globalization;

namespace Unpark.Analysis.S4Libraries;

/// <summary>Reads the format of <c>lifecycles.txt</c>.</summary>
internal sealed class LifecycleParser
{
    private readonly string file;
    private readonly ImmutableArray<Lifecycle>.Builder lifecycles = ImmutableArray.CreateBuilder<Lifecycle>();
    private string[] packages = [];
    private string consequence = "";
    private int line;

    private LifecycleParser(string file)
    {
        this.file = file;
    }

    public static ImmutableArray<Lifecycle> Parse(string text, string file)
    {
        var parser = new LifecycleParser(file);
        foreach (var row in text.AsSpan().EnumerateLines())
        {
            parser.line++;
            parser.Read(row.Trim().ToString());
        }

        return parser.lifecycles.DrainToImmutable();
    }

    private void Read(string row)
    {
        if (row.Length == 0 || row[0] == '#')
        {
            return;
        }

        // What stays stands in quotes at the end.
        var own = consequence;
        var quote = row.IndexOf('"', StringComparison.Ordinal);
        if (quote >= 0)
        {
            if (row[^1] != '"' || row.Length - quote < 3)
            {
                throw Error("a text in double quotes must end the line");
            }

            own = row[(quote + 1)..^1];
            row = row[..quote];
        }

        var words = row.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        switch (words)
        {
            case ["package", .. { Length: > 0 } paths]:
                packages = [.. paths.Select(LifecycleCatalogue.PathWithoutVersion).Distinct()];
                consequence = quote >= 0 ? own : "what it holds stays";
                break;
            case ["type", var name, var releases, .. var options]:
                Add(null, name, true, releases, options, own);
                break;
            case [var function, var releases, .. var options]:
                var (receiver, method) = Split(function);
                Add(receiver, method, false, releases, options, own);
                break;
            default:
                throw Error("expected \"package PATH\", or a function and the methods that release what it gives");
        }
    }

    private (string? Receiver, string Name) Split(string function)
    {
        var dot = function.IndexOf('.', StringComparison.Ordinal);
        return dot switch
        {
            < 0 => (null, function),
            > 0 when dot < function.Length - 1 => (function[..dot], function[(dot + 1)..]),
            _ => throw Error($"{function} is no function: expected Name or Type.Method"),
        };
    }

    private void Add(string? receiver, string name, bool isByType, string releases, string[] options, string stays)
    {
        if (packages.Length == 0)
        {
            throw Error("no package is named before it");
        }

        var lifecycle = new Lifecycle
        {
            Package = packages[0],
            Receiver = receiver,
            Name = name,
            IsByType = isByType,
            Releases = [.. releases.Split(',').Select(ReleaseOf)],
            Consequence = stays,
        };
        foreach (var option in options)
        {
            lifecycle = Apply(lifecycle, option);
        }

        foreach (var package in packages)
        {
            lifecycles.Add(lifecycle with { Package = package });
        }
    }

    private LifecycleRelease ReleaseOf(string text)
    {
        if (text == "()")
        {
            return new LifecycleRelease("", false);
        }

        var takesContext = text.EndsWith("(ctx)", StringComparison.Ordinal);
        var name = takesContext ? text[..^"(ctx)".Length] : text;
        return name.Length > 0 && name.All(c => char.IsLetterOrDigit(c) || c == '_')
            ? new LifecycleRelease(name, takesContext)
            : throw Error($"\"{text}\" is no method: expected Close, Shutdown(ctx) or ()");
    }

    private Lifecycle Apply(Lifecycle lifecycle, string option)
    {
        var equals = option.IndexOf('=', StringComparison.Ordinal);
        var (key, value) = equals < 0 ? (option, "") : (option[..equals], option[(equals + 1)..]);
        return (key, value) switch
        {
            ("main", "") => lifecycle with { IsForProcess = true },
            ("receiver", "") => lifecycle with { IsReceiver = true },
            ("always", "") => lifecycle with { IsOwedOnError = true },
            ("never", "") => lifecycle with { OnlyIfNever = true },
            ("sometimes", "") => lifecycle with { OnlyIfSometimes = true },
            ("alone", "") => lifecycle with { IsAlone = true },
            ("given", "") => lifecycle with { IsReleasedByUse = true },
            ("address", "") => lifecycle with { NeedsAddress = true },
            ("part", "") => lifecycle with { EndsWithReceiver = true },
            ("strict", "") => lifecycle with { Profile = RuleProfile.Strict },
            ("likely", "") => lifecycle with { Confidence = Confidence.Likely },
            ("possible", "") => lifecycle with { Confidence = Confidence.Possible },
            ("result", _) when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) =>
                lifecycle with { Result = number },
            ("field", { Length: > 0 }) => lifecycle with { Field = value },
            ("within", { Length: > 0 }) => lifecycle with { Within = [.. value.Split(',')] },
            ("drained", { Length: > 0 }) => lifecycle with { Drained = value },
            ("rule", "UP401" or "UP402" or "UP403" or "UP405") => lifecycle with { Rule = value },
            ("guess", { Length: > 0 }) => lifecycle with { Guesses = [.. value.Split(',')] },
            ("by", { Length: > 0 }) => lifecycle with { GuessedBy = [.. value.Split(',')] },
            _ => throw Error($"unknown option \"{option}\""),
        };
    }

    private LifecycleFormatException Error(string message) => new($"{file}:{line}: {message}");
}
