namespace Unpark.Go.Build;

/// <summary>Which files of a folder a <see cref="GoPackage"/> is made of.</summary>
public enum PackageVariant
{
    /// <summary>The package without its tests.</summary>
    Plain,

    /// <summary>The package with the test files of the same package name.</summary>
    Test,

    /// <summary>The test files with <c>_test</c> behind the package name, a package of their own.</summary>
    ExternalTest,
}
