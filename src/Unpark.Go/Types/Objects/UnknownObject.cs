using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>
/// An object that could not be resolved, carrying the import path and the name it was meant to have. Its type is the
/// <see cref="UnknownType"/> of the same path and name.
/// </summary>
public sealed class UnknownObject : GoObject
{
    internal UnknownObject(Package? package, string? importPath, string name)
        : base(package, name, null, Node.NoPos, new UnknownType(importPath, name))
    {
        ImportPath = importPath;
    }

    /// <summary>The import path of the package it was meant to be from; null if that is not known either.</summary>
    public string? ImportPath { get; }
}
