using System.Collections.Immutable;
using System.Text;
using Unpark.Analysis;
using Unpark.Cli.Checking;
using Unpark.Go.Syntax;

namespace Unpark.Cli.Tests.Support;

/// <summary>
/// An engine for the commands' own tests: every LEAK in a .go file of the folder is a finding whose fix makes it SEALED;
/// every LOOP's fix makes it LEAK, every STUBBORN has no fix, every BREAK's fix makes it ERROR, which is an error of its file.
/// </summary>
internal sealed class TextEngine : ICheckEngine
{
    private static readonly Dictionary<string, string?> Words = new()
    {
        ["LEAK"] = "SEALED",
        ["LOOP"] = "LEAK",
        ["STUBBORN"] = null,
        ["BREAK"] = "ERROR",
    };

    public CheckRequest? Request { get; private set; }

    public ICheckedProgram Check(CheckRequest request, CheckProgress progress, CancellationToken cancellation)
    {
        Request = request;
        cancellation.ThrowIfCancellationRequested();
        var files = Directory.GetFiles(request.Folder, "*.go").Select(p => new SourceFile(p, File.ReadAllBytes(p))).ToArray();
        return files.Length > 0
            ? new Checked([.. files.OrderBy(f => f.Path, StringComparer.Ordinal)])
            : throw new CheckException($"{request.Folder}: no Go files");
    }

    private sealed class Checked(ImmutableArray<SourceFile> files) : ICheckedProgram
    {
        public CheckResult Result { get; } = new()
        {
            Packages = 1,
            Findings = Findings.Merge(files.SelectMany(Find)),
        };

        public ICheckedProgram With(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> changes, CancellationToken cancellation)
            => new Checked(
                [.. files.Select(f => changes.TryGetValue(f.Path, out var c) ? new SourceFile(f.Path, c.ToArray()) : f)]);

        public ImmutableArray<string> ErrorsAround(string path)
            => [.. Places(files.Single(f => f.Path == path), "ERROR").Select(at => $"error at {at}")];

        private static IEnumerable<Finding> Find(SourceFile file)
        {
            foreach (var (word, fixedWord) in Words)
            {
                foreach (var at in Places(file, word))
                {
                    var span = new SourceSpan(file, at, at + word.Length);
                    yield return Marked.Finding(span, $"a {word}", fixes: fixedWord is null
                        ? []
                        : [Marked.Fix($"make it {fixedWord}", Marked.Edit(span, fixedWord))]);
                }
            }
        }

        private static IEnumerable<int> Places(SourceFile file, string word)
        {
            var text = Encoding.Latin1.GetString(file.Content);
            for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0;
                at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
            {
                yield return at;
            }
        }
    }
}
