namespace Unpark.Go.Types;

/// <summary>
/// A type that could not be resolved, carrying what it was meant to be: with <c>github.com/jackc/pgx/v5/pgxpool</c> not
/// on disk, <c>*pgxpool.Pool</c> is a pointer to the unknown type of that import path and the name <c>Pool</c>.
/// Nothing can be concluded from it: it is assignable to and from everything, and has every field and method.
/// </summary>
public sealed class UnknownType : GoType
{
    /// <summary>The unknown type of which nothing is known.</summary>
    public static UnknownType Instance { get; } = new(null, null);

    /// <summary>Makes an unknown type.</summary>
    public UnknownType(string? importPath, string? name)
    {
        ImportPath = importPath;
        Name = name;
    }

    /// <summary>The import path of the package it was meant to be from, or null.</summary>
    public string? ImportPath { get; }

    /// <summary>The name it was meant to have in that package, or null.</summary>
    public string? Name { get; }

    /// <inheritdoc/>
    public override GoType Underlying => this;
}
