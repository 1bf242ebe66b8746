using System.Collections;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Unpark.Analysis.S4Libraries;
using Unpark.Analysis.S6Locks;
using Unpark.Cli.Caching;
using Unpark.Cli.Tests.Support;
using Unpark.Go.Build;

namespace Unpark.Cli.Tests.Caching;

public sealed class LibraryFactSerializerTests
{
    [Fact]
    public void A_lifecycle_that_was_inferred_comes_back_whole()
    {
        using var folder = new TemporaryFolder();
        folder.Write("go.mod", "module example.com/m\n\ngo 1.24\n");
        folder.Write("m.go", "package m\n\nimport \"context\"\n\ntype Feed struct{ done chan struct{} }\n\nfunc NewFeed() *Feed {\n"
            + "\tf := &Feed{done: make(chan struct{})}\n\tgo f.run()\n\treturn f\n}\n\nfunc (f *Feed) run() {\n\tfor {\n\t\tselect {\n"
            + "\t\tcase <-f.done:\n\t\t\treturn\n\t\tdefault:\n\t\t}\n\t}\n}\n\nfunc (f *Feed) Shutdown(ctx context.Context) { close(f.done) }\n");
        var program = GoProgram.Load(
            new LoadOptions { Dir = folder.Path, Patterns = ["."], Build = new BuildOptions { GoRoot = "" } },
            TestContext.Current.CancellationToken);
        var inferred = LifecycleInference.Of(program.Roots[0].TypeCheck(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        var lifecycle = Assert.Single(inferred).ToLifecycle()!;

        var again = LibraryFactSerializer.ReadLifecycles(LibraryFactSerializer.Write(
            new Dictionary<string, Lifecycle> { ["NewFeed"] = lifecycle }.ToFrozenDictionary()))!["NewFeed"];
        // Whoever gives inferred lifecycles another property has to write it too.
        foreach (var property in typeof(Lifecycle).GetProperties())
        {
            Assert.Equal(Show(property.GetValue(lifecycle)), Show(property.GetValue(again)));
        }

        static string Show(object? value) => value is IEnumerable items and not string ? string.Join(' ', items.Cast<object>()) : value?.ToString() ?? "null";
    }

    [Fact]
    public void What_functions_do_comes_back_and_damage_does_not()
    {
        var calls = ImmutableDictionary<string, LibraryCall>.Empty
            .Add("Pool.Close", new LibraryCall([], [], true))
            .Add("Run", new LibraryCall([0, 300], [1], false));
        var bytes = LibraryFactSerializer.Write(calls);
        var again = LibraryFactSerializer.ReadCalls(bytes)!;
        Assert.Equal(["Pool.Close", "Run"], again.Keys.Order());
        Assert.True(again["Pool.Close"].Waits);
        Assert.Equal([0, 300], again["Run"].Runs);
        Assert.Equal([1], again["Run"].Keeps);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Null(LibraryFactSerializer.ReadCalls(bytes[..length]));
            LibraryFactSerializer.ReadLifecycles(bytes[..length]);
        }

        var random = new Random(3);
        for (var i = 0; i < 1000; i++)
        {
            var damaged = bytes.ToArray();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            LibraryFactSerializer.ReadCalls(damaged);
            LibraryFactSerializer.ReadLifecycles(damaged);
        }
    }
}
