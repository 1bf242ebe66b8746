using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S3Loops;

/// <summary>UP302: an endless loop that does nothing but go round.</summary>
internal sealed class SpinningLoopRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP302", "spinning-loop", 3, RuleProfile.Leaks,
        "A loop neither waits nor yields nor does anything: it keeps a processor busy.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        if (IsRuntime(package))
        {
            return;
        }

        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (PackageContext.IsTest(function.File) || !function.LoopStatements.Any(MaySpin))
            {
                continue;
            }

            FailedRead.Check(this, package, function);

            foreach (var loop in function.Loops)
            {
                if (SpinFinder.Find(loop) is { Default: null } spin)
                {
                    var (confidence, message) = Describe(function, spin);
                    var file = function.File.Tree.File;
                    package.Report(new Finding(Rule, confidence, new SourceSpan(file, loop.Syntax.Pos, loop.HeadEnd),
                        function.Name, message, [], []));
                }
            }
        }
    }

    /// <summary>True for the runtime, which is the scheduler itself: it has nothing to yield to.</summary>
    public static bool IsRuntime(PackageContext package) =>
        package.Package.Package.Path is var path && (path == "runtime"
            || path.StartsWith("runtime/", StringComparison.Ordinal) || path.StartsWith("internal/runtime/", StringComparison.Ordinal));

    private static bool MaySpin(Stmt loop) => loop is ForStmt { Init: null, Post: null };

    private static (Confidence Confidence, string Message) Describe(FlowFunction function, Spin spin)
    {
        if (spin.Conditions.All(c => function.File.TypeOf(c).Value != null))
        {
            return (Confidence.Proved, "this loop spins for ever: it neither waits nor does anything");
        }

        var file = function.File.Tree.File;
        var text = file.Text(spin.Conditions[0].Pos, spin.Conditions[0].End);
        return (Confidence.Likely, text.Contains('\n') || text.Length > 60
            ? "this loop spins: it neither waits nor yields until another goroutine changes what it asks for"
            : $"this loop spins: it neither waits nor yields while it asks for {text}");
    }
}
