using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S2Context;

/// <summary>UP205: a call that does not take the context in scope though another form of it would.</summary>
internal sealed class RequestWithoutContextRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP205", "request-without-context", 2, RuleProfile.Strict,
        "A request, query, command or connection is made without the context in scope, so that nothing can cancel it.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        if (!ContextScope.KnowsContexts(package))
        {
            return;
        }

        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (PackageContext.IsTest(function.File))
            {
                continue;
            }

            foreach (var call in function.Calls)
            {
                if (Better(function.File, call) is var (better, takesContextFirst)
                    && ContextScope.At(function, call.Pos) is { Kind: not ScopedContextKind.Field } context)
                {
                    var name = Callees.NameOf(call)!;
                    package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(function.File.Tree.File, call), function.Name,
                        $"{name.Name} takes no context: {context.Text} is in scope, and {better} would end with it", [],
                        takesContextFirst ? Fixes(function, call, name, better, context) : []));
                }
            }
        }
    }

    // The form that takes a context, and whether it is the same call with the context before the other arguments.
    private static (string Name, bool TakesContextFirst)? Better(TypedFile file, CallExpr call)
    {
        var name = Callees.NameOf(call)?.Name;
        switch (name)
        {
            case "NewRequest" when Callees.IsPackageFunction(file, call, "net/http", name):
                return ("NewRequestWithContext", true);
            case "Command" when Callees.IsPackageFunction(file, call, "os/exec", name):
                return ("CommandContext", true);
            case "Get" or "Head" or "Post" or "PostForm" when Callees.IsPackageFunction(file, call, "net/http", name)
                || IsMethod(file, call, "net/http", "Client"):
                return ("a request made by http.NewRequestWithContext", false);
            case "Dial" or "DialTimeout" when Callees.IsPackageFunction(file, call, "net", name):
                return ("net.Dialer.DialContext", false);
            case "Debug" or "Info" or "Warn" or "Error" when Callees.IsPackageFunction(file, call, "log/slog", name)
                || IsMethod(file, call, "log/slog", "Logger"):
                return (name + "Context", true);
            case "Query" or "QueryRow" or "Exec" or "Prepare" or "Ping" when IsMethod(file, call, "database/sql", "DB", "Tx", "Conn", "Stmt"):
                return (name + "Context", true);
            default:
                return null;
        }
    }

    private static bool IsMethod(TypedFile file, CallExpr call, string path, params ReadOnlySpan<string> types) =>
        Callees.FunctionOf(file, call) is { IsMethod: true, Package: { } package } method && package.Path == path
        && types.Contains(Callees.ReceiverName(method));

    private static ImmutableArray<Fix> Fixes(FlowFunction function, CallExpr call, Ident name, string better, ScopedContext context)
    {
        var file = function.File.Tree.File;
        var start = call.Lparen + 1;
        var behind = call.Args.IsEmpty ? "" : SourceEdits.IsLastOnLine(file, start) ? "," : ", ";
        return
        [
            new Fix($"Use {better}", context.Kind == ScopedContextKind.Variable,
            [
                new TextEdit(file, name.Pos, name.End, better),
                new TextEdit(file, start, start, context.Text + behind),
                .. call.Args is [var only] ? OperatorSpacing.Edits(file, only, OperatorSpacing.OneOfSeveral) : [],
            ]),
        ];
    }
}
