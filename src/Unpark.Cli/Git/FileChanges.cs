namespace Unpark.Cli.Git;

/// <summary>Which lines of a file changed.</summary>
internal sealed class FileChanges
{
    private readonly List<(int First, int Last)> added = [];
    private readonly List<int> removedBehind = [];

    /// <summary>A file that is new as a whole.</summary>
    public static FileChanges Everything { get; } = MakeEverything();

    /// <summary>Records that lines are new or other than they were.</summary>
    public void Add(int first, int last) => added.Add((first, last));

    /// <summary>Records that lines behind one are gone; 0 for the top of the file.</summary>
    public void AddRemoval(int behind) => removedBehind.Add(behind);

    /// <summary>True if one of some lines changed.</summary>
    public bool Changed(int first, int last)
    {
        foreach (var range in added)
        {
            if (range.First <= last && range.Last >= first)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if lines are gone from among some, or from right before them.</summary>
    public bool Removed(int first, int last)
    {
        foreach (var behind in removedBehind)
        {
            if (behind >= first - 1 && behind <= last)
            {
                return true;
            }
        }

        return false;
    }

    private static FileChanges MakeEverything()
    {
        var changes = new FileChanges();
        changes.Add(1, int.MaxValue);
        return changes;
    }
}
