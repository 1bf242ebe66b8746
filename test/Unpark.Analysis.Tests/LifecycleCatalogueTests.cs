using System.Collections.Frozen;
using Unpark.Analysis.S4Libraries;
using Unpark.Analysis.Tests.Libraries;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Analysis.Tests;

/// <summary>The built-in catalogue, compared with the source of the packages that are on disk.</summary>
public sealed class LifecycleCatalogueTests
{
    /// <summary>What only versions have that are not the ones on disk.</summary>
    private static readonly FrozenSet<string> OtherVersions = new[]
    {
        "github.com/jackc/pgx ConnPool.Begin", "github.com/jackc/pgx ConnPool.BeginEx", "github.com/jackc/pgx ConnPool.Query",
        "github.com/jackc/pgx ConnPool.QueryEx", "github.com/jackc/pgx NewConnPool", "github.com/Azure/go-amqp New",
        "github.com/DataDog/datadog-go/statsd NewEx", "github.com/DataDog/datadog-go/statsd NewDirect",
        "github.com/DataDog/datadog-go/statsd NewWithWriterEx", "github.com/DataDog/datadog-go/statsd NewDirectWithWriter",
        "github.com/DataDog/datadog-go/statsd CloneWithExtraOptions", "github.com/DataDog/datadog-go/statsd CloneWithExtraOptionsEx",
        "go.mongodb.org/mongo-driver/mongo GridFSBucket.OpenUploadStream",
        "go.mongodb.org/mongo-driver/mongo GridFSBucket.OpenUploadStreamWithID",
        "go.mongodb.org/mongo-driver/mongo GridFSBucket.OpenDownloadStream",
        "go.mongodb.org/mongo-driver/mongo GridFSBucket.OpenDownloadStreamByName",
    }.ToFrozenSet();

    private static readonly string[] Corpora = ["corpus", "corpus-wide"];

    [Fact]
    public void Every_entry_of_a_package_on_disk_is_in_its_source()
    {
        var roots = Roots();
        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        var checkedPackages = 0;
        foreach (var entries in LifecycleCatalogue.BuiltIn.Lifecycles.GroupBy(l => l.Package))
        {
            var versions = LibrarySource.Of(roots, entries.Key);
            checkedPackages += versions.Count == 0 ? 0 : 1;
            foreach (var entry in entries)
            {
                var name = $"{entry.Package} {(entry.Receiver == null ? "" : entry.Receiver + ".")}{entry.Name}";
                if (versions.Count > 0 && !OtherVersions.Contains(name) && !versions.Any(v => v.Has(entry)))
                {
                    wrong.Add(name);
                }
            }
        }

        Assert.Empty(wrong);
        Assert.InRange(checkedPackages, 20, int.MaxValue);
    }

    [Fact]
    public void What_an_entry_gives_has_a_method_that_releases_it()
    {
        var roots = Roots();
        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var entries in LifecycleCatalogue.BuiltIn.Lifecycles.GroupBy(l => l.Package))
        {
            var versions = LibrarySource.Of(roots, entries.Key);
            foreach (var entry in entries.Where(e => versions.Any(v => v.Has(e)) && !versions.Any(v => v.Releases(e))))
            {
                wrong.Add($"{entry.Package} {entry.DisplayName}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void What_is_not_in_the_source_is_told()
    {
        var net = Assert.Single(LibrarySource.Of([Path.Combine(GoToolchain.Root, "src")], "net"));
        var made = LifecycleCatalogue.Parse("""
            package net
            Listen Close
            DialPigeon Close
            Listener.AcceptPigeon Close
            type Pigeon Close
            Listen Release
            """, "made.txt").Lifecycles;

        Assert.Equal([true, false, false, false, true], made.Select(net.Has));
        Assert.Equal([true, false, false, false, false], made.Select(net.Releases));
    }

    [Fact]
    public void No_function_of_a_package_stands_twice()
    {
        var twice = LifecycleCatalogue.BuiltIn.Lifecycles.GroupBy(l => (l.Package, l.Receiver, l.Name, l.IsByType))
            .Where(g => g.Skip(1).Any()).Select(g => g.Key);

        Assert.Empty(twice);
    }

    // The standard library is always there; the corpora are for who has fetched them.
    private static string[] Roots() =>
    [
        Path.Combine(GoToolchain.Root, "src"),
        .. Corpora.Select(c => Path.Combine(GoToolchain.Tools, c, "usr", "share", "gocode", "src")).Where(Directory.Exists),
    ];
}
