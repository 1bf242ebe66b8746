using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S3Loops;

/// <summary>UP306: a function that a timer or context calls later, when what it uses is released.</summary>
internal sealed class AfterFuncRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP306", "afterfunc-dropped", 3, RuleProfile.Strict,
        "The stop of an AfterFunc is dropped, and its function uses what the caller releases.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (function.Defers.IsEmpty || PackageContext.IsTest(function.File))
            {
                continue;
            }

            foreach (var call in function.Calls)
            {
                if (Callees.NameOf(call) is { Name: "AfterFunc" } && PackageOf(function.File, call) is { } path
                    && call.Args is [_, FuncLit literal] && IsDropped(function, call)
                    && Released(function, literal) is var (variable, defer))
                {
                    var file = function.File.Tree.File;
                    package.Report(new Finding(Rule, Confidence.Likely, new SourceSpan(file, call.Pos, call.Lparen), function.Name,
                        $"the function of {path}.AfterFunc may run when the caller has released {variable.Name}: what would stop it is dropped",
                        [new RelatedPlace(SourceSpan.Of(file, defer), $"{variable.Name} is released here")], []));
                }
            }
        }
    }

    private static string? PackageOf(TypedFile file, CallExpr call) =>
        Callees.IsPackageFunction(file, call, "time", "AfterFunc") ? "time"
        : Callees.IsPackageFunction(file, call, "context", "AfterFunc") ? "context"
        : null;

    private static bool IsDropped(FlowFunction function, CallExpr call) => function.Parents.Of(call) switch
    {
        ExprStmt => true,
        AssignStmt { Lhs: [Ident { IsBlank: true }] } => true,
        _ => false,
    };

    // defer f.Close(), where the function names f.
    private static (Var Variable, DeferStmt Defer)? Released(FlowFunction function, FuncLit literal)
    {
        foreach (var defer in function.Defers)
        {
            if (Callees.Unparen(defer.Call.Fun) is SelectorExpr { Sel.Name: "Close" or "Stop" or "Unlock" or "Release", X: Ident name }
                && function.File.UseOf(name) is Var variable
                && ContextScope.Mentions(function, literal.Body, new ScopedContext(name.Name, variable, ScopedContextKind.Variable)))
            {
                return (variable, defer);
            }
        }

        return null;
    }
}
