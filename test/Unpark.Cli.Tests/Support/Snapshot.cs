using System.Runtime.CompilerServices;

namespace Unpark.Cli.Tests.Support;

/// <summary>
/// Compares a text with the one that was approved before, which lies in <c>Snapshots</c> under the test's name.
/// With <c>UNPARK_UPDATE_SNAPSHOTS=1</c> the text is approved instead; the change is then reviewed as a diff.
/// </summary>
internal static class Snapshot
{
    /// <summary>Compares; escape characters stand in the file as <c>\e</c>.</summary>
    public static void Match(string actual, string suffix = "", [CallerMemberName] string test = "",
        [CallerFilePath] string file = "")
    {
        var name = $"{Path.GetFileNameWithoutExtension(file)}.{test}{suffix}.txt";
        var path = Repository.File("test", "Unpark.Cli.Tests", "Snapshots", name);
        actual = actual.Replace("\e", "\\e", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("UNPARK_UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), $"{name} is not approved yet; UNPARK_UPDATE_SNAPSHOTS=1 approves:\n{actual}");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
