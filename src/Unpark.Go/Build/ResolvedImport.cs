namespace Unpark.Go.Build;

/// <summary>Where an import leads.</summary>
/// <param name="ImportPath">The path that names the package.</param>
/// <param name="Dir">Its folder, or empty if it was not found.</param>
/// <param name="Root">The root the folder is in: GOROOT, a GOPATH folder, a module's folder, or empty.</param>
/// <param name="Module">Its module, or null.</param>
/// <param name="IsStandard">True for packages of the Go tree.</param>
/// <param name="Error">Why it was not found, or null.</param>
internal sealed record ResolvedImport(
    string ImportPath, string Dir, string Root, PackageModule? Module, bool IsStandard, string? Error);
