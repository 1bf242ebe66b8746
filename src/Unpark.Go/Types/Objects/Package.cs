using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Unpark.Go.Types;

/// <summary>A package: its import path, name and package-level declarations. Safe to use from many threads.</summary>
public sealed class Package
{
    private ConcurrentDictionary<string, UnknownObject>? unknownMembers;
    private string name;
    private ImmutableArray<Package> imports = [];

    internal Package(string path, string name, bool isUnknown = false)
    {
        Path = path;
        this.name = name;
        IsUnknown = isUnknown;
        DeclaredScope = new Scope(Universe.Scope, Syntax.Node.NoPos, Syntax.Node.NoPos, "package");
    }

    // The universe is being made while the package unsafe is.
    internal Package(string path, string name, Scope scope)
    {
        Path = path;
        this.name = name;
        DeclaredScope = scope;
    }

    /// <summary>The import path.</summary>
    public string Path { get; }

    /// <summary>The name in the package clause; of an unknown package a guess.</summary>
    public string Name
    {
        get => name;
        internal set => name = value;
    }

    /// <summary>The scope of the package-level declarations; those of an unknown package are not in it.</summary>
    public Scope Scope
    {
        get
        {
            Resolver?.Collect();
            return DeclaredScope;
        }
    }

    /// <summary>The packages it imports directly, in the order of the import declarations.</summary>
    public ImmutableArray<Package> Imports
    {
        get
        {
            Resolver?.Collect();
            return imports;
        }

        internal set => imports = value;
    }

    /// <summary>
    /// True for a package that was not found, and for cgo's <c>C</c>: whatever is asked of it is unknown.
    /// </summary>
    public bool IsUnknown { get; }

    /// <summary>The Go version the package is written for, such as <c>go1.27</c>; empty if that is not known.</summary>
    public string GoVersion { get; internal set; } = "";

    /// <summary>The scope of the package-level declarations as far as they are collected.</summary>
    internal Scope DeclaredScope { get; }

    /// <summary>Resolves the package's declarations; null if there is nothing left to resolve.</summary>
    internal ILazyResolver? Resolver { get; set; }

    /// <summary>
    /// What a name of this package stands for that it does not declare: always the same object for a name.
    /// </summary>
    public UnknownObject UnknownMember(string member)
    {
        var members = unknownMembers
            ?? Interlocked.CompareExchange(ref unknownMembers, new(), null) ?? unknownMembers;
        return members.GetOrAdd(member, static (key, package) => new UnknownObject(package, package.Path, key), this);
    }

    /// <summary>The package as go/types prints it.</summary>
    public override string ToString() => $"package {Name} (\"{Path}\")";
}
