using System.Collections.Immutable;
using Unpark.Go.Syntax;

namespace Unpark.GoTest;

/// <summary>
/// Weaves calls of our hooks into the package <c>testing</c> of a Go installation. They are put at places found in its own
/// syntax tree, so that any version of Go will do which has them; what is not there is named in <see cref="Missing"/>.
/// </summary>
internal sealed class TestingPatch
{
    private readonly Dictionary<string, (SyntaxTree Tree, SourceInsertions Insertions)> files = new(StringComparer.Ordinal);
    private readonly List<string> missing = [];

    private TestingPatch(IEnumerable<SourceFile> sources)
    {
        foreach (var source in sources)
        {
            var tree = SyntaxTree.Parse(source);
            files.Add(source.Path, (tree, new SourceInsertions(tree)));
        }
    }

    /// <summary>The files that change, as they are then, by their paths.</summary>
    public ImmutableDictionary<string, byte[]> Files { get; private init; } = ImmutableDictionary<string, byte[]>.Empty;

    /// <summary>What was not found, in words; leaks cannot be told from test to test if this has a required part.</summary>
    public ImmutableArray<string> Missing { get; private init; } = [];

    /// <summary>True if the tests can be told apart: both where a test begins and where all have ended were found.</summary>
    public bool IsComplete { get; private init; }

    /// <summary>Weaves the calls in.</summary>
    /// <param name="sources">The files of the package <c>testing</c>, without its tests.</param>
    /// <param name="hooks">The hooks that the calls are of.</param>
    public static TestingPatch Of(IEnumerable<SourceFile> sources, SyntaxTree hooks)
    {
        var files = sources.ToArray();
        var whole = new TestingPatch(files);
        var isComplete = whole.Tests();
        // Half of the calls are worse than none.
        var patch = isComplete ? whole : new TestingPatch(files);
        patch.Quiet();
        patch.Alarm();
        patch.Append(hooks);
        return new TestingPatch([])
        {
            Files = patch.files.Where(f => !f.Value.Insertions.IsEmpty)
                .ToImmutableDictionary(f => f.Key, f => f.Value.Insertions.Apply(), StringComparer.Ordinal),
            Missing = isComplete ? [.. patch.missing] : [.. whole.missing, .. patch.missing],
            IsComplete = isComplete,
        };
    }

    private bool Tests()
    {
        // What is deferred first runs last, when all that belongs to the test has ended.
        var runs = Begin("tRunner", null, (_, parameter) => $"unparkEnter({parameter}.name); defer unparkEnd({parameter}.name);");
        var begins = Begin("runTests", null, (_, _) => "unparkBegin();");
        var ends = Begin("Run", "M", (_, _) => "defer unparkFinish();");
        Begin("runN", "B", (receiver, _) => $"unparkEnter({receiver}.name);");
        Begin("fRunner", null, (_, parameter) => $"unparkEnter({parameter}.name);");
        Begin("runExample", null, (_, parameter) => $"unparkEnter({parameter}.Name); defer unparkLeave();");
        Contexts();
        return runs && begins && ends;
    }

    // Puts a statement at the beginning of every function of a name: there may be one for each system.
    private bool Begin(string name, string? receiver, Func<string, string, string> statement)
    {
        var found = false;
        foreach (var (tree, insertions) in files.Values)
        {
            if (Function(tree, name, receiver) is { Body: { } body } function)
            {
                var parameter = function.Type.Params.List is [{ Names: [var first, ..] }, ..] ? first.Name : "";
                var self = function.Recv?.List is [{ Names: [var own, ..] }] ? own.Name : "";
                insertions.Insert(body.Lbrace + 1, " " + statement(self, parameter));
                found = true;
            }
        }

        return Need(found, receiver is null ? $"func {name}" : $"func (*{receiver}) {name}");
    }

    // The go command is asked for JSON, to tell the output of packages apart. The tests must not notice.
    private void Quiet()
    {
        var isFlag = false;
        foreach (var (tree, _) in files.Values)
        {
            isFlag |= FirstNode.Of<TypeSpec>(tree.Root, t => t.Name.Name == "chattyFlag") is not null;
        }

        var set = isFlag ? "chatty.json = false; chatty.on = chatty.on && !unpark.quiet" : "*chatty = *chatty && !unpark.quiet";
        var found = 0;
        foreach (var (tree, insertions) in files.Values)
        {
            if (Function(tree, "Run", "M") is { Body: { } run }
                && run.List.OfType<IfStmt>().FirstOrDefault(s => IsCall(s.Cond, "Parsed")) is { } parse)
            {
                insertions.Insert(parse.Body.Rbrace + 1, $"; if unpark.plain {{ {set} }}");
                found++;
            }

            if (Function(tree, "Verbose", null) is { Body.List: [.., ReturnStmt end] })
            {
                insertions.Insert(end.Pos, "if unpark.quiet { return false }; ");
                found++;
            }
        }

        Need(found == 2, "how func (*M) Run and func Verbose read the flag -v");
    }

    // A label that is set from t.Context() keeps that of the test. Older versions have no such context.
    private void Contexts()
    {
        foreach (var (tree, insertions) in files.Values)
        {
            if (Function(tree, "Run", "T") is { Body: { } body }
                && FirstNode.Of<CallExpr>(body, c => c.Fun is SelectorExpr { X: Ident { Name: "context" }, Sel.Name: "Background" }) is { } root
                && FirstNode.Of<Ident>(body, i => i.Name == "testName") is not null)
            {
                insertions.Insert(root.Pos, "unparkRoot(");
                insertions.Insert(root.End, ", testName)");
            }
        }
    }

    private void Alarm()
    {
        var found = false;
        foreach (var (tree, insertions) in files.Values)
        {
            if (Function(tree, "startAlarm", "M") is { Body: { } body } && FirstNode.Of<FuncLit>(body, _ => true) is { } alarm)
            {
                insertions.Insert(alarm.Body.Lbrace + 1, " unparkHang();");
                found = true;
            }
        }

        Need(found, "func (*M) startAlarm");
    }

    // To the file that has the tests' type, so that there is one place for them whatever the files are called.
    private void Append(SyntaxTree hooks)
    {
        foreach (var (tree, insertions) in files.Values)
        {
            if (FirstNode.Of<TypeSpec>(tree.Root, t => t.Name.Name == "T") is not null)
            {
                insertions.Append(hooks);
                return;
            }
        }

        missing.Add("type T");
    }

    private bool Need(bool found, string what)
    {
        if (!found)
        {
            missing.Add(what);
        }

        return found;
    }

    private static bool IsCall(Expr condition, string name) =>
        FirstNode.Of<SelectorExpr>(condition, s => s.Sel.Name == name) is not null;

    private static FuncDecl? Function(SyntaxTree tree, string name, string? receiver) =>
        tree.Root.Decls.OfType<FuncDecl>().FirstOrDefault(f => f.Name.Name == name && ReceiverOf(f) == receiver);

    private static string? ReceiverOf(FuncDecl function) => function.Recv?.List is [{ Type: { } type }]
        ? FirstNode.Of<Ident>(type, _ => true)?.Name
        : null;
}
