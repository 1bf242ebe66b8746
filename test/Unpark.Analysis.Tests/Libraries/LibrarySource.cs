using System.Text.RegularExpressions;
using Unpark.Analysis.S4Libraries;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.Tests.Libraries;

/// <summary>What the source of one version of a package declares, as far as a catalogue of lifecycles names it.</summary>
internal sealed partial class LibrarySource
{
    private readonly Dictionary<string, FuncTypeExpr?> functions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string?>> embedded = new(StringComparer.Ordinal);

    private LibrarySource(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.go").Where(f => !f.EndsWith("_test.go", StringComparison.Ordinal)))
        {
            foreach (var declaration in SyntaxTree.Parse(new SourceFile(file, File.ReadAllBytes(file))).Root.Decls)
            {
                Add(declaration);
            }
        }
    }

    /// <summary>The versions of a package whose path is without one.</summary>
    public static List<LibrarySource> Of(IEnumerable<string> roots, string path) =>
        [.. roots.SelectMany(r => Folders(r, path.Split('/'))).Select(f => new LibrarySource(f))
            .Where(s => s.functions.Count > 0)];

    /// <summary>True if the function, method or type of an entry is there.</summary>
    public bool Has(Lifecycle entry) => entry.IsByType ? embedded.ContainsKey(entry.Name)
        : entry.Receiver == null ? functions.ContainsKey(entry.Name) : HasMethod(entry.Receiver, entry.Name);

    /// <summary>True if what an entry of this version gives has one of its releases, or has a type of another package.</summary>
    public bool Releases(Lifecycle entry)
    {
        if (!Has(entry) || entry.Field != null || entry.Releases.Any(r => r.Name.Length == 0))
        {
            return Has(entry);
        }

        var given = entry.IsByType ? entry.Name : entry.IsReceiver ? entry.Receiver : ResultOf(entry);
        return given == null || !embedded.ContainsKey(given) || entry.Releases.Any(r => HasMethod(given, r.Name));
    }

    private static IEnumerable<string> Folders(string folder, ReadOnlyMemory<string> rest)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var versions = Directory.EnumerateDirectories(folder).Where(d => MajorVersion().IsMatch(Path.GetFileName(d)))
            .SelectMany(d => Folders(d, rest));
        return rest.IsEmpty ? versions.Append(folder) : versions
            .Concat(Directory.EnumerateDirectories(folder, rest.Span[0] + ".v*").SelectMany(d => Folders(d, rest[1..])))
            .Concat(Folders(Path.Combine(folder, rest.Span[0]), rest[1..]));
    }

    [GeneratedRegex("^v[0-9]+$")]
    private static partial Regex MajorVersion();

    private static string? NameOf(Expr? type) => type switch
    {
        Ident name => name.Name,
        StarExpr pointer => NameOf(pointer.X),
        ParenExpr inner => NameOf(inner.X),
        IndexExpr generic => NameOf(generic.X),
        IndexListExpr generic => NameOf(generic.X),
        _ => null,
    };

    private string? ResultOf(Lifecycle entry)
    {
        var name = entry.Receiver == null ? entry.Name : entry.Receiver + "." + entry.Name;
        if (!functions.TryGetValue(name, out var type) || type?.Results == null)
        {
            return null;
        }

        var results = type.Results.List.SelectMany(f => Enumerable.Repeat(f.Type, Math.Max(1, f.Names.Length))).ToArray();
        return entry.Result < results.Length ? NameOf(results[entry.Result]) : null;
    }

    // Of what another package's type gives nothing is known.
    private bool HasMethod(string type, string name) => functions.ContainsKey(type + "." + name)
        || (embedded.TryGetValue(type, out var inner) && inner.Any(t => t == null || (t != type && HasMethod(t, name))));

    private void Add(Decl declaration)
    {
        if (declaration is FuncDecl { Recv: null } function)
        {
            functions[function.Name.Name] = function.Type;
        }
        else if (declaration is FuncDecl { Recv.List: [var receiver] } method && NameOf(receiver.Type) is { } type)
        {
            functions[type + "." + method.Name.Name] = method.Type;
        }
        else if (declaration is GenDecl general)
        {
            foreach (var spec in general.Specs)
            {
                Add(spec);
            }
        }
    }

    private void Add(Spec spec)
    {
        if (spec is ValueSpec values)
        {
            foreach (var name in values.Names)
            {
                functions.TryAdd(name.Name, null);
            }
        }
        else if (spec is TypeSpec type)
        {
            var fields = type.Type switch
            {
                StructTypeExpr structure => structure.Fields,
                InterfaceTypeExpr contract => contract.Methods,
                _ => null,
            };
            if (fields == null)
            {
                // An alias, or a type with the methods of another one.
                embedded[type.Name.Name] = [NameOf(type.Type)];
                return;
            }

            embedded[type.Name.Name] = [.. fields.List.Where(f => f.Names.IsEmpty).Select(f => NameOf(f.Type))];
            foreach (var field in fields.List.Where(f => f.Type is FuncTypeExpr))
            {
                foreach (var name in field.Names)
                {
                    functions[type.Name.Name + "." + name.Name] = (FuncTypeExpr)field.Type!;
                }
            }
        }
    }
}
