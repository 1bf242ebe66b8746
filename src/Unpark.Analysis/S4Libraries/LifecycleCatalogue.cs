using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Unpark.Analysis.S4Libraries;

/// <summary>
/// What is known of the lifecycles of libraries. Immutable; <see cref="With"/> adds to it. The format is described at the
/// top of <c>lifecycles.txt</c>, the built-in catalogue.
/// </summary>
public sealed class LifecycleCatalogue
{
    private static readonly Lazy<LifecycleCatalogue> Default = new(ReadBuiltIn);
    private static Extension? latest;
    private readonly FrozenDictionary<string, Lifecycle[]> byName;
    private readonly FrozenDictionary<string, Lifecycle[]> byType;
    private readonly FrozenDictionary<string, Lifecycle[]> byGuess;

    private LifecycleCatalogue(ImmutableArray<Lifecycle> lifecycles)
    {
        Lifecycles = lifecycles;
        byName = Index(lifecycles.Where(l => !l.IsByType).Select(l => (l.Name, l)));
        byType = Index(lifecycles.Where(l => l.IsByType).Select(l => (l.Name, l)));
        byGuess = Index(lifecycles.SelectMany(l => l.Guesses.Select(g => (g, l))));
    }

    /// <summary>The catalogue that comes with the product.</summary>
    public static LifecycleCatalogue BuiltIn => Default.Value;

    /// <summary>A catalogue without entries.</summary>
    public static LifecycleCatalogue Empty { get; } = new([]);

    /// <summary>The entries, those that win over others first.</summary>
    public ImmutableArray<Lifecycle> Lifecycles { get; }

    /// <summary>Reads a catalogue.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="name">What to call it in messages, such as its path.</param>
    /// <exception cref="LifecycleFormatException">The text is no catalogue; the message names the line.</exception>
    public static LifecycleCatalogue Parse(string text, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new LifecycleCatalogue(LifecycleParser.Parse(text, name));
    }

    /// <summary>This catalogue with the entries of another one, which replace what this one says of the same functions.</summary>
    public LifecycleCatalogue With(LifecycleCatalogue other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Lifecycles.IsEmpty ? this : new LifecycleCatalogue(
            [.. other.Lifecycles, .. Lifecycles.Where(l => !other.Lifecycles.Any(o => IsSameFunction(o, l)))]);
    }

    /// <summary>The built-in catalogue with what a user declares, which wins over it.</summary>
    public static LifecycleCatalogue For(ImmutableArray<UserLifecycle> declared)
    {
        if (declared.IsDefaultOrEmpty)
        {
            return BuiltIn;
        }

        // All packages of a run ask for the same.
        var known = Volatile.Read(ref latest);
        if (known == null || known.Declared != declared)
        {
            known = new Extension(declared, BuiltIn.With(new LifecycleCatalogue([.. declared.SelectMany(Of)])));
            Volatile.Write(ref latest, known);
        }

        return known.Catalogue;
    }

    /// <summary>
    /// An import path without what tells major versions apart: <c>github.com/jackc/pgx/v5/pgxpool</c> is
    /// <c>github.com/jackc/pgx/pgxpool</c>, <c>gopkg.in/yaml.v3</c> is <c>gopkg.in/yaml</c>; vendor folders are left out.
    /// </summary>
    public static string PathWithoutVersion(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var vendor = path.LastIndexOf("vendor/", StringComparison.Ordinal);
        if (vendor == 0 || (vendor > 0 && path[vendor - 1] == '/'))
        {
            path = path[(vendor + "vendor/".Length)..];
        }

        if (!path.Contains("/v", StringComparison.Ordinal) && !path.Contains(".v", StringComparison.Ordinal))
        {
            return path;
        }

        var elements = path.Split('/').ToList();
        elements.RemoveAll(e => e.Length > 1 && e[0] == 'v' && e.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0 && e != "v1");
        for (var i = 0; i < elements.Count; i++)
        {
            var dot = elements[i].LastIndexOf(".v", StringComparison.Ordinal);
            if (dot > 0 && dot + 2 < elements[i].Length
                && elements[i].AsSpan(dot + 2).IndexOfAnyExceptInRange('0', '9') < 0)
            {
                elements[i] = elements[i][..dot];
            }
        }

        return string.Join('/', elements);
    }

    /// <summary>True if some entry has this name of a function: quickly told.</summary>
    public bool HasName(string name) => byName.ContainsKey(name);

    /// <summary>The entry of a function or method, or null.</summary>
    /// <param name="path">The import path.</param>
    /// <param name="receiver">The type whose method it is, or null.</param>
    /// <param name="name">Its name.</param>
    public Lifecycle? Find(string path, string? receiver, string name)
    {
        if (!byName.TryGetValue(name, out var found))
        {
            return null;
        }

        path = PathWithoutVersion(path);
        foreach (var lifecycle in found)
        {
            if (lifecycle.Package == path && lifecycle.Receiver == receiver)
            {
                return lifecycle;
            }
        }

        return null;
    }

    /// <summary>The entry of a type, or null.</summary>
    public Lifecycle? FindType(string path, string name)
    {
        if (!byType.TryGetValue(name, out var found))
        {
            return null;
        }

        path = PathWithoutVersion(path);
        foreach (var lifecycle in found)
        {
            if (lifecycle.Package == path)
            {
                return lifecycle;
            }
        }

        return null;
    }

    /// <summary>The entries by type that a function of this name, of which nothing is known, may give.</summary>
    public ReadOnlySpan<Lifecycle> Guess(string name) => byGuess.TryGetValue(name, out var found) ? found : [];

    private static IEnumerable<Lifecycle> Of(UserLifecycle declared)
    {
        foreach (var constructor in declared.Constructors)
        {
            var dot = constructor.IndexOf('.', StringComparison.Ordinal);
            yield return new Lifecycle
            {
                Package = PathWithoutVersion(declared.Import),
                Receiver = dot < 0 ? null : constructor[..dot],
                Name = constructor[(dot + 1)..],
                Releases = [.. declared.Releases.Select(r => new LifecycleRelease(r, false))],
                IsForProcess = true,
                Confidence = Confidence.Likely,
            };
        }
    }

    private static bool IsSameFunction(Lifecycle x, Lifecycle y) =>
        x.Package == y.Package && x.Receiver == y.Receiver && x.Name == y.Name && x.IsByType == y.IsByType;

    private static FrozenDictionary<string, Lifecycle[]> Index(IEnumerable<(string Key, Lifecycle Value)> entries) =>
        entries.GroupBy(e => e.Key, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.Select(e => e.Value).ToArray(), StringComparer.Ordinal);

    private static LifecycleCatalogue ReadBuiltIn()
    {
        const string Name = "lifecycles.txt";
        using var stream = typeof(LifecycleCatalogue).Assembly.GetManifestResourceStream(Name)!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd(), Name);
    }

    private sealed record Extension(ImmutableArray<UserLifecycle> Declared, LifecycleCatalogue Catalogue);
}
