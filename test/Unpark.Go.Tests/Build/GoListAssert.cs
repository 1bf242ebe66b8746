using Unpark.Go.Tests.Oracles;

namespace Unpark.Go.Tests.Build;

internal static class GoListAssert
{
    /// <summary>
    /// Fails with the differences between what we and <c>go list</c> say of packages, if there are some.
    /// </summary>
    public static void Same(
        string dir, IReadOnlyDictionary<string, string> environment, params IReadOnlyList<string> arguments)
    {
        var differences = GoList.Compare(dir, environment, arguments);
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(40)));
    }
}
