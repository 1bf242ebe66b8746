namespace Unpark.Go.Build;

/// <summary>A replace line of go.mod or go.work.</summary>
/// <param name="Old">The module replaced; without version, all its versions are.</param>
/// <param name="New">What stands in for it: a module version, or a folder if there is no version.</param>
public readonly record struct ModReplace(ModuleVersion Old, ModuleVersion New)
{
    internal static bool TryParse(IReadOnlyList<string> words, out ModReplace replace)
    {
        replace = default;
        var arrow = words.Count >= 2 && words[1] == "=>" ? 1 : 2;
        if (words.Count < arrow + 2 || words.Count > arrow + 3 || words[arrow] != "=>")
        {
            return false;
        }

        replace = new ModReplace(
            new ModuleVersion(words[0], arrow == 2 ? words[1] : ""),
            new ModuleVersion(words[arrow + 1], words.Count > arrow + 2 ? words[arrow + 2] : ""));
        return true;
    }
}
