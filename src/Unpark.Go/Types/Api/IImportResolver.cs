namespace Unpark.Go.Types;

/// <summary>Gives a package what it imports.</summary>
public interface IImportResolver
{
    /// <summary>
    /// The package an import path means where it is imported, or null if it is not there: then everything from it is
    /// unknown. Called with the importing package's lock held, from any thread; the same path must always give the same
    /// package. The packages given must not import the importing one, directly or not.
    /// </summary>
    /// <param name="importPath">The path as written in the import declaration, unquoted.</param>
    Package? Resolve(string importPath);
}
