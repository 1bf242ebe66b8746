using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S8Panics;

/// <summary>Finds the calls that end the goroutine of a test: Fatal, FailNow, Skip, and functions that call them.</summary>
internal sealed class TestEndings
{
    private const int MaxDepth = 4;
    private readonly FlowPackage package;
    private readonly Dictionary<FlowFunction, CallExpr?> helpers = [];

    public TestEndings(FlowPackage package)
    {
        this.package = package;
    }

    /// <summary>True for the names of the methods.</summary>
    public static bool IsName(string name) =>
        name is "Fatal" or "Fatalf" or "FailNow" or "Skip" or "Skipf" or "SkipNow";

    /// <summary>The value whose method a call calls, if it ends the goroutine of a test: <c>t</c> of <c>t.Fatal()</c>.</summary>
    public static Expr? TestOf(TypedFile file, CallExpr call) =>
        Callees.Unparen(call.Fun) is SelectorExpr selector && IsName(selector.Sel.Name) && IsTest(file.TypeOf(selector.X).Type)
            ? selector.X
            : null;

    /// <summary>True for *testing.T, B, F and testing.TB.</summary>
    public static bool IsTest(GoType? type) => GoTypes.IsNamed(type, "testing", "T") || GoTypes.IsNamed(type, "testing", "B")
        || GoTypes.IsNamed(type, "testing", "F") || GoTypes.IsNamed(type, "testing", "TB");

    /// <summary>The call by which a function of this package ends its caller's goroutine, if it may; or null.</summary>
    public CallExpr? EndingIn(FlowFunction function) => EndingIn(function, 0);

    /// <summary>
    /// The test that a function of testify's package require ends, or a method of its Assertions; null for all else.
    /// </summary>
    public static Expr? RequiredBy(FlowFunction function, CallExpr call)
    {
        var file = function.File;
        if (Callees.Unparen(call.Fun) is not SelectorExpr selector)
        {
            return null;
        }

        if (IsOfRequire(file, call))
        {
            return selector.X is Ident qualifier && file.UseOf(qualifier) is PkgName && selector.Sel.Name != "New"
                && call.Args is [var test, ..] && IsTest(file.TypeOf(test).Type) ? test : null;
        }

        // must := require.New(t); must.NoError(err)
        return selector.X is Ident ident && file.UseOf(ident) is Var { IsField: false } variable
            && function.Locals.Of(variable)?.OnlyValue is { } value && Callees.Unparen(value) is CallExpr { Args: [var given] } made
            && IsTest(file.TypeOf(given).Type) && IsOfRequire(file, made) && Callees.NameOf(made)?.Name == "New"
            ? ident
            : null;
    }

    private static bool IsOfRequire(TypedFile file, CallExpr call) => Callees.Unparen(call.Fun) is SelectorExpr
        {
            X: Ident { Name: "require" },
        }
        && Callees.Of(file, call) is Func { Package.Path: "github.com/stretchr/testify/require" }
            or UnknownObject { ImportPath: "github.com/stretchr/testify/require" };

    private CallExpr? EndingIn(FlowFunction function, int depth)
    {
        if (helpers.TryGetValue(function, out var found) || depth == MaxDepth || !TakesTest(function))
        {
            return found;
        }

        helpers.Add(function, null);
        foreach (var call in function.Calls)
        {
            if (function.Parents.Of(call) is GoStmt)
            {
                continue;
            }

            if (TestOf(function.File, call) is Ident test ? function.File.UseOf(test) is Var { Kind: VarKind.Parameter }
                : RequiredBy(function, call) is Ident { } required && function.File.UseOf(required) is Var { Kind: VarKind.Parameter } || (package.TargetOf(function.File, call) is { Object: not null } callee
                    && EndingIn(callee, depth + 1) != null))
            {
                return helpers[function] = call;
            }
        }

        return null;
    }

    // A helper that is given the test. One that has it in a field may be made for another goroutine's.
    private static bool TakesTest(FlowFunction function) => function.Type.Params.List.Any(field =>
        field.Type is { } type && IsTest(function.File.TypeOf(type).Type));
}
