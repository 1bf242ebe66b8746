using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>
/// Guesses what a package is called of which only the import path is known: by the usual conventions, and by the
/// qualifiers that the importing file uses.
/// </summary>
internal static class ImportNames
{
    /// <summary>
    /// The name by convention: the last element of the path, major version suffixes left out, without a <c>go-</c> prefix
    /// or a <c>-go</c> or <c>.go</c> suffix.
    /// </summary>
    public static string Guess(string path)
    {
        var element = LastNamingElement(path);
        var name = Trim(element);
        return IsIdentifier(name) ? name : ToIdentifier(name);
    }

    /// <summary>
    /// The name by which a file refers to a package: the conventional one if it occurs as a qualifier, otherwise another
    /// qualifier that could come from the path, otherwise the conventional one after all.
    /// </summary>
    public static string GuessFor(string path, FileNode file)
    {
        var guess = Guess(path);
        var qualifiers = new QualifierCollector();
        qualifiers.Visit(file);
        if (qualifiers.Names.Contains(guess))
        {
            return guess;
        }

        foreach (var import in file.Imports)
        {
            qualifiers.Names.Remove(import.Name?.Name ?? Guess(import.Path.Value.Trim('"', '`')));
        }

        var normalized = Normalize(path);
        string? best = null;
        foreach (var name in qualifiers.Names)
        {
            if (!Normalize(LastNamingElement(path)).Contains(Normalize(name), StringComparison.Ordinal)
                && !(name.Length > 2 && normalized.EndsWith(Normalize(name), StringComparison.Ordinal)))
            {
                continue;
            }

            if (best == null || name.Length > best.Length
                || (name.Length == best.Length && string.CompareOrdinal(name, best) < 0))
            {
                best = name;
            }
        }

        return best ?? guess;
    }

    // The last element, or the one before if the last is a major version, as in example.com/thing/v2.
    private static string LastNamingElement(string path)
    {
        var elements = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (elements.Length == 0)
        {
            return path;
        }

        var last = elements[^1];
        if (elements.Length > 1 && last.Length > 1 && last[0] == 'v' && last.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0)
        {
            last = elements[^2];
        }

        // gopkg.in/yaml.v3
        var version = last.LastIndexOf(".v", StringComparison.Ordinal);
        return version > 0 && version + 2 < last.Length && char.IsAsciiDigit(last[version + 2]) ? last[..version] : last;
    }

    private static string Trim(string element)
    {
        var name = element;
        if (name.StartsWith("go-", StringComparison.Ordinal) || name.StartsWith("go.", StringComparison.Ordinal))
        {
            name = name[3..];
        }

        if (name.EndsWith("-go", StringComparison.Ordinal) || name.EndsWith(".go", StringComparison.Ordinal))
        {
            name = name[..^3];
        }

        return name.Length == 0 ? element : name;
    }

    private static bool IsIdentifier(string name)
    {
        foreach (var c in name)
        {
            if (c != '_' && !char.IsLetterOrDigit(c))
            {
                return false;
            }
        }

        return name.Length > 0 && !char.IsAsciiDigit(name[0]);
    }

    // go-cmp-like names with a hyphen inside mostly drop what is before it, or the hyphen alone.
    private static string ToIdentifier(string name)
    {
        var joined = string.Concat(name.Where(static c => c == '_' || char.IsLetterOrDigit(c)));
        return joined.Length == 0 || char.IsAsciiDigit(joined[0]) ? "_" + joined : joined;
    }

    private static string Normalize(string name) =>
        string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private sealed class QualifierCollector : SyntaxVisitor
    {
        public HashSet<string> Names { get; } = [];

        public override void VisitSelectorExpr(SelectorExpr node)
        {
            if (node.X is Ident ident)
            {
                Names.Add(ident.Name);
            }

            base.VisitSelectorExpr(node);
        }
    }
}
