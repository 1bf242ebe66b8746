using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>The name an import gives a package in a file. It has no type.</summary>
public sealed class PkgName : GoObject
{
    internal PkgName(Package? package, string name, SourceFile? file, int offset, Package imported)
        : base(package, name, file, offset, UnknownType.Instance)
    {
        Imported = imported;
    }

    /// <summary>The package that is imported; <see cref="GoObject.Package"/> is the one that imports it.</summary>
    public Package Imported { get; }

    /// <summary>True once something of the package was referred to by this name.</summary>
    public bool Used { get; internal set; }
}
