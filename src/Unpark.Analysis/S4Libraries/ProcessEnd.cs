using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>Tells with the return of which functions a process ends: commands of a command line, and what main ends with.</summary>
internal static class ProcessEnd
{
    private const int MaxCallers = 3;

    /// <summary>True if the process ends when the function returns: it is a command, or the last thing that main or a command calls.</summary>
    public static bool IsReturnOf(FlowFunction function, int depth = 0)
    {
        if (IsCommand(function))
        {
            return true;
        }

        if (depth == MaxCallers || function.Package.Package.Package.Name != "main" || function.Object is not { IsMethod: false }
            || function.Package.CallGraph.IsOpen(function))
        {
            return false;
        }

        var callers = function.Package.CallGraph.CallersOf(function);
        return callers.Count > 0 && callers.All(c => IsLast(c.Caller, c.Call)
            && (c.Caller is { Outer: null, Object: { IsMethod: false, Name: "main" } } || IsReturnOf(c.Caller, depth + 1)));
    }

    /// <summary>True of the function that a library for command lines calls to run a command.</summary>
    public static bool IsCommand(FlowFunction function) =>
        function.Type.Params.List.Any(p => p.Type is { } type && IsCommandType(function.File.TypeOf(type).Type))
        || (function.Object is { IsMethod: true, Name: "Run" or "Execute" } && IsOfCommand(function));

    /// <summary>True of a method of a command: google/subcommands and mitchellh/cli ask each for its synopsis.</summary>
    public static bool IsOfCommand(FlowFunction function) =>
        function.Object is { IsMethod: true, Signature.Recv: { } recv, Package: var owner }
        && Lookup.FieldOrMethod(recv.Type, true, owner, "Synopsis").Obj is Func { Signature: { Params.Length: 0, Results.Length: 1 } };

    // return run(), os.Exit(run()), and err := run() as the last thing but for looking at the error.
    private static bool IsLast(FlowFunction function, CallExpr call)
    {
        if (function.Parents.StatementOf(call) is not { } statement)
        {
            return false;
        }

        if (statement is ReturnStmt or ExprStmt { X: CallExpr { Fun: SelectorExpr { Sel.Name: "Exit" } } })
        {
            return true;
        }

        // if err := run(); err != nil { os.Exit(1) }
        if (function.Parents.Of(statement) is IfStmt { Init: { } init } around && init == statement)
        {
            statement = around;
        }

        var at = function.Body.List.IndexOf(statement);
        return at >= 0 && at >= function.Body.List.Length - 2
            && (at == function.Body.List.Length - 1 || function.Body.List[^1] is IfStmt { Init: null });
    }

    private static bool IsCommandType(GoType? type) => type != null && GoTypes.Deref(type) switch
    {
        NamedType { Obj: { Name: var name, Package.Path: var path } } => IsCommandType(path, name),
        UnknownType { Name: { } name, ImportPath: { } path } => IsCommandType(path, name),
        _ => false,
    };

    // What the libraries for command lines give the function of a command.
    private static bool IsCommandType(string path, string name) => (path, name) is
        ("github.com/spf13/cobra", "Command")
        or ("github.com/urfave/cli" or "github.com/urfave/cli/v2" or "gopkg.in/urfave/cli.v1" or "github.com/codegangsta/cli", "Context")
        or ("github.com/urfave/cli/v3", "Command")
        or ("github.com/alecthomas/kingpin" or "github.com/alecthomas/kingpin/v2" or "gopkg.in/alecthomas/kingpin.v2", "ParseContext");
}
