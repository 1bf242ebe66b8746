using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>
/// An object that could not be resolved, carrying the import path and the name it was meant to have: a member of an
/// unknown package, or a field or method of an unknown type.
/// </summary>
public sealed class UnknownObject : GoObject
{
    internal UnknownObject(Package? package, string? importPath, string name)
        : base(package, name, null, Node.NoPos, new UnknownType(importPath, name))
    {
        ImportPath = importPath;
    }

    internal UnknownObject(UnknownType owner, string name)
        : base(null, name, null, Node.NoPos, UnknownType.Instance)
    {
        Owner = owner;
        ImportPath = owner.ImportPath;
    }

    /// <summary>The import path of the package it was meant to be from; null if that is not known either.</summary>
    public string? ImportPath { get; }

    /// <summary>The type of which it was meant to be a field or method; null for a member of a package.</summary>
    public UnknownType? Owner { get; }
}
