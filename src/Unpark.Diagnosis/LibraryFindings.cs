using System.Collections.Concurrent;
using Unpark.Analysis;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;
using Unpark.Profiles;

namespace Unpark.Diagnosis;

/// <summary>
/// What the rules find about calls of libraries. Nothing of the program is on the stack of a goroutine that a library has
/// started: what made the library's value is somewhere in the program.
/// </summary>
internal sealed class LibraryFindings
{
    private static readonly string[] TestNames = ["Test", "Benchmark", "Example", "Fuzz"];

    private readonly ConcurrentBag<Found> found = [];

    /// <summary>True of goroutines that such findings explain.</summary>
    public static bool Explains(DiagnosedGroup group) => group.Verdict != Verdict.Normal && group.Signature?.Rule is not null;

    /// <summary>The import paths of the packages on a goroutine's stack; one of them is the library.</summary>
    public static IEnumerable<string> PackagesOf(DiagnosedGroup group) => group.Group.Stack.Frames.Append(group.Group.Stack.CreatedBy).OfType<Frame>()
        .Select(f => FunctionName.Package(f.Function));

    /// <summary>Takes a finding, if it is about a call of a library.</summary>
    /// <param name="package">The import path of the folder it is in.</param>
    /// <param name="typed">The package it is in.</param>
    /// <param name="finding">The finding.</param>
    public void Add(string package, TypedPackage typed, Finding finding)
    {
        foreach (var file in typed.Files)
        {
            if (file.Tree.File == finding.Span.File && CalleeOf(file, finding) is { } callee)
            {
                found.Add(new Found(finding, callee, package, TestAround(file, finding)));
            }
        }
    }

    /// <summary>What the findings say of goroutines; null if none is about them.</summary>
    /// <param name="group">The goroutines.</param>
    /// <param name="test">The test that has left them behind; null if no test has.</param>
    public SourceExplanation? Explain(DiagnosedGroup group, LeftByTest? test)
    {
        var packages = PackagesOf(group).ToHashSet(StringComparer.Ordinal);
        var fitting = found
            .Where(f => f.Finding.Rule.Id == group.Signature!.Rule && packages.Contains(f.Callee) && (test is null || f.IsOf(test)))
            .OrderByDescending(f => f.Finding.Confidence)
            .ThenBy(f => f.Finding.Span.File.Path, StringComparer.Ordinal).ThenBy(f => f.Finding.Span.Start)
            .Select(f => f.Finding).ToList();
        if (fitting.Count == 0)
        {
            return null;
        }

        var first = fitting[0];
        var place = SourceText.Place(first.Span.File, first.Span.Start);
        var more = fitting.Count == 1 ? "" : $" {fitting.Count - 1} more such {(fitting.Count == 2 ? "place is" : "places are")} in the source.";
        return new SourceExplanation
        {
            File = first.Span.File,
            Line = first.Span.StartPosition.Line,
            Places = [.. fitting.Skip(1).Select(f => new RelatedPlace(f.Span, f.Message))],
            Finding = first,
            IsCause = true,
            Rule = first.Rule.Id,
            Text = $"{group.Explanation}. {place}: {first.Message}.{more}",
        };
    }

    // The import path of the package whose function the code of a finding calls.
    private static string? CalleeOf(TypedFile file, Finding finding)
    {
        foreach (var call in NodeSearch.All<CallExpr>(file.Tree.Root))
        {
            if (IsAt(call) && Callees.FunctionOf(file, call)?.Package?.Path is { } path)
            {
                return path;
            }
        }

        foreach (var literal in NodeSearch.All<CompositeLit>(file.Tree.Root))
        {
            if (IsAt(literal) && file.TypeOf(literal).Type is { } type && GoTypes.Deref(type) is NamedType { Obj.Package.Path: { } its })
            {
                return its;
            }
        }

        return null;

        bool IsAt(Node node) => finding.Span.Start <= node.Pos && node.Pos < Math.Max(finding.Span.End, finding.Span.Start + 1);
    }

    // The test, benchmark, example or fuzz test that a finding is in; null elsewhere.
    private static string? TestAround(TypedFile file, Finding finding) => !file.Tree.File.Path.EndsWith("_test.go", StringComparison.Ordinal) ? null
        : file.Tree.Root.Decls.OfType<FuncDecl>().FirstOrDefault(d => d.Recv is null && d.Pos <= finding.Span.Start && finding.Span.Start < d.End
            && TestNames.Any(n => d.Name.Name.StartsWith(n, StringComparison.Ordinal)))?.Name.Name;

    private sealed record Found(Finding Finding, string Callee, string Package, string? Test)
    {
        // What is in another test has not made it; helpers and what is tested may have.
        public bool IsOf(LeftByTest test) => test.Package == Package
            ? Test is null || test.Test is null || test.Test.Split('/')[0] == Test
            : !Finding.Span.File.Path.EndsWith("_test.go", StringComparison.Ordinal);
    }
}
