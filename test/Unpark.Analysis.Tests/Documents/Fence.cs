namespace Unpark.Analysis.Tests.Documents;

/// <summary>
/// A piece of Go code in a rule's document. The words behind <c>go</c> tell what it is: <c>fixed</c> for what the preferred
/// fixes make of the fence before, <c>go=1.22</c> for the version in go.mod, <c>file=p_test.go</c> for the file's name,
/// <c>strict</c> for the strict profile, <c>possible</c> for findings that are only possible, <c>missing</c> for code whose
/// imports are not on disk.
/// </summary>
public sealed record Fence(string Rule, int Line, string Info, string Text)
{
    public bool IsFixed => Has("fixed");

    public bool IsStrict => Has("strict");

    public bool IsPossible => Has("possible");

    public bool IsMissing => Has("missing");

    /// <summary>The name of the module the fence is in.</summary>
    public string Module => "go" + GoVersion + (IsMissing ? "-missing" : "");

    public string GoVersion => Value("go") ?? "1.27";

    public string FileName => Value("file") ?? "p.go";

    /// <summary>The name of the fence's folder, and of the row in the tests.</summary>
    public string Name => $"{Rule.ToLowerInvariant()}_{Line}";

    public override string ToString() => $"{Rule}.md:{Line}";

    private bool Has(string word) => Info.Split(' ').Contains(word);

    private string? Value(string key) =>
        Info.Split(' ').FirstOrDefault(w => w.StartsWith(key + "=", StringComparison.Ordinal))?[(key.Length + 1)..];
}
