using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Conformance.Syntax;

/// <summary>Compares the trees of every Go file with go/parser's.</summary>
internal static class SyntaxCommand
{
    private const int DifferencesShown = 20;

    // Packages are compared one by one in the scoreboard where they are named here; the rest of the corpus is one row.
    private static readonly (string Name, string Import)[] Packages =
    [
        ("client-go", "k8s.io/client-go"), ("etcd", "go.etcd.io"), ("prometheus", "github.com/prometheus"),
        ("grpc", "google.golang.org/grpc"), ("otel", "go.opentelemetry.io"), ("sarama", "github.com/IBM/sarama"),
        ("nats", "github.com/nats-io"), ("containerd", "github.com/containerd"), ("docker", "github.com/docker"),
        ("gvisor", "gvisor.dev"), ("gin", "github.com/gin-gonic"), ("quic-go", "github.com/quic-go"),
        ("pgx", "github.com/jackc"), ("badger", "github.com/dgraph-io"), ("fsnotify", "github.com/fsnotify"),
        ("minio", "github.com/minio"), ("x/tools", "golang.org/x/tools"),
    ];

    /// <summary>Compares all files, or those whose path has one of the parts. Writes the scoreboard only for all.</summary>
    public static int Run(string[] filters)
    {
        var rows = new SortedDictionary<int, Row>();
        var allEqual = true;
        foreach (var (index, name, files) in Sets())
        {
            var chosen = files.Where(f => filters.Length == 0
                || filters.Any(p => f.Contains(p, StringComparison.Ordinal))).ToList();
            if (chosen.Count == 0)
            {
                continue;
            }

            var row = Compare(name, chosen);
            rows[index] = row;
            allEqual &= row.IsClean;
            Console.WriteLine(row);
        }

        if (filters.Length == 0)
        {
            var folder = Path.Combine(GoToolchain.Repository, "docs", "conformance");
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "syntax.txt"), Report(rows.Values));
        }

        return allEqual ? 0 : 1;
    }

    private static IEnumerable<(int Index, string Name, List<string> Files)> Sets()
    {
        yield return (0, "GOROOT/src", GoFiles(Path.Combine(GoToolchain.Root, "src")));
        yield return (1, "GOROOT/test", GoFiles(Path.Combine(GoToolchain.Root, "test")));
        if (GoToolchain.Corpus is not { } corpus)
        {
            Console.Error.WriteLine("the Debian packages are missing: run eng/get-corpus");
            yield break;
        }

        var source = Path.Combine(corpus, "src");
        var rest = GoFiles(source).ToHashSet();
        var index = 2;
        foreach (var (name, import) in Packages)
        {
            var folder = Path.Combine(source, import);
            var files = Directory.Exists(folder) ? GoFiles(folder) : [];
            rest.ExceptWith(files);
            yield return (index++, name, files);
        }

        yield return (index, "what these depend on", [.. rest.Order(StringComparer.Ordinal)]);
    }

    private static List<string> GoFiles(string folder)
        => [.. Directory.EnumerateFiles(folder, "*.go", SearchOption.AllDirectories).Where(File.Exists)
            .Order(StringComparer.Ordinal)];

    private static Row Compare(string name, List<string> files)
    {
        var theirs = SyntaxOracle.Ask(files);
        var ours = new ConcurrentDictionary<string, SyntaxVerdict>();
        Parallel.ForEach(files, f => ours[f] = SyntaxOracle.Parse(f));
        var row = new Row(name);
        foreach (var their in theirs)
        {
            var our = ours[their.Path];
            var same = row.Add(our, their);
            if (!same && row.Shown < DifferencesShown)
            {
                row.Shown++;
                Console.WriteLine(SyntaxOracle.FirstDifference(their.Path));
            }
        }

        return row;
    }

    private static string Report(IEnumerable<Row> rows)
    {
        var text = new StringBuilder();
        text.Append(
            """
            # Trees of Go files compared with those of go/parser, positions and comments included. Made by:
            #   dotnet run -c Release --project bench/Unpark.Conformance syntax
            # files: Go files; equal, different: trees of files that both accept; both reject: files with syntax errors,
            # and for how many of them the errors, and the trees made in spite of them, are equal too.


            """);
        text.AppendLine(Row.Header);
        foreach (var row in rows)
        {
            text.AppendLine(row.ToString());
        }

        return text.ToString();
    }

    private sealed class Row(string name)
    {
        private int files;
        private int equal;
        private int different;
        private int bothReject;
        private int sameErrors;
        private int sameBadTrees;
        private int onlyWe;
        private int onlyGo;

        public static string Header => string.Create(
            CultureInfo.InvariantCulture,
            $"{"",-24}{"files",8}{"equal",8}{"different",11}{"both reject",13}{"same errors",13}{"same trees",12}{"only we reject",16}{"only Go rejects",17}");

        public int Shown { get; set; }

        public bool IsClean => different == 0 && onlyWe == 0 && onlyGo == 0;

        /// <summary>Counts a file; false if the two differ.</summary>
        public bool Add(SyntaxVerdict our, SyntaxVerdict their)
        {
            files++;
            if (our.Accepted && their.Accepted)
            {
                var same = our.Tree == their.Tree;
                equal += same ? 1 : 0;
                different += same ? 0 : 1;
                return same;
            }

            if (our.Accepted != their.Accepted)
            {
                onlyGo += our.Accepted ? 1 : 0;
                onlyWe += their.Accepted ? 1 : 0;
                return false;
            }

            bothReject++;
            sameErrors += our.Errors == their.Errors ? 1 : 0;
            sameBadTrees += our.Tree == their.Tree ? 1 : 0;
            return our.Errors == their.Errors && our.Tree == their.Tree;
        }

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-24}{files,8}{equal,8}{different,11}{bothReject,13}{sameErrors,13}{sameBadTrees,12}{onlyWe,16}{onlyGo,17}");
    }
}
