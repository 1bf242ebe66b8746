namespace Unpark.Go.Build;

/// <summary>Where a package of a module is.</summary>
/// <param name="Module">The module; null for a vendored package of which no module is known.</param>
/// <param name="Dir">The folder of the package.</param>
internal sealed record ModulePlace(ModuleVersion? Module, string Dir);
