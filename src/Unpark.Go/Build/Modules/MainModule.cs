namespace Unpark.Go.Build;

/// <summary>A module that is worked on: that of the go.mod file found, or one of the workspace.</summary>
/// <param name="Path">The module path.</param>
/// <param name="Root">The folder of its go.mod.</param>
/// <param name="File">What its go.mod says.</param>
/// <param name="PathPrefix">
/// What its packages' import paths begin with: the module path, but nothing for <c>std</c>.
/// </param>
/// <param name="InGoRoot">True for the modules <c>std</c> and <c>cmd</c> of the Go tree itself.</param>
internal sealed record MainModule(string Path, string Root, ModFile File, string PathPrefix, bool InGoRoot)
{
    public ModuleVersion Version => new(Path, "");
}
