using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>A function, variable or constant that could not be resolved; nothing can be concluded from it.</summary>
public sealed class SsaUnknown : SsaValue
{
    internal SsaUnknown(GoType type, string? importPath, string? name)
        : base(type)
    {
        ImportPath = importPath;
        Name = name;
    }

    /// <summary>The import path of the package it was meant to be from; null if that is not known either.</summary>
    public string? ImportPath { get; }

    /// <summary>The name it was meant to have there, or null.</summary>
    public string? Name { get; }

    /// <inheritdoc/>
    public override string ToString() => ImportPath != null ? $"unknown {ImportPath}.{Name}" : $"unknown {Name}".TrimEnd();
}
