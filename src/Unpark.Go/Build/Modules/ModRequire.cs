namespace Unpark.Go.Build;

/// <summary>A require line of go.mod.</summary>
/// <param name="Module">The module, with the lowest version that will do.</param>
/// <param name="Indirect">
/// True if only dependencies import its packages, as the comment <c>// indirect</c> says.
/// </param>
public readonly record struct ModRequire(ModuleVersion Module, bool Indirect);
