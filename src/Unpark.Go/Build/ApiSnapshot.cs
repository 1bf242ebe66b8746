namespace Unpark.Go.Build;

/// <summary>The standard library's declarations, embedded for machines without a Go tree.</summary>
public static class ApiSnapshot
{
    /// <summary>The Go release the declarations are from.</summary>
    public const string GoVersion = "go1.27.3";
}
