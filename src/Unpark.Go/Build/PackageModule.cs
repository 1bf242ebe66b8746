namespace Unpark.Go.Build;

/// <summary>The module a package is from, as <c>go list</c> describes it.</summary>
/// <param name="Path">The module path.</param>
/// <param name="Version">The version, or empty for a main module or one that a folder replaces at all versions.</param>
/// <param name="Dir">The folder of the module, or empty if it is not on disk.</param>
/// <param name="GoVersion">The version of its go line such as <c>1.21</c>, or empty if it has none.</param>
/// <param name="Main">True if the module is worked on rather than depended on.</param>
/// <param name="Replace">What stands in for it, or null.</param>
public sealed record PackageModule(
    string Path, string Version, string Dir, string GoVersion, bool Main, ModuleVersion? Replace);
