namespace Unpark.Go.Build;

/// <summary>
/// A module and its version; an empty version stands for a main module, or for a folder that replaces one.
/// </summary>
/// <param name="Path">The module path, or the folder of a replacement.</param>
/// <param name="Version">The version such as <c>v1.2.3</c>, or empty.</param>
public readonly record struct ModuleVersion(string Path, string Version)
{
    /// <summary><c>path@version</c>, or the path alone.</summary>
    public override string ToString() => Version.Length == 0 ? Path : $"{Path}@{Version}";
}
