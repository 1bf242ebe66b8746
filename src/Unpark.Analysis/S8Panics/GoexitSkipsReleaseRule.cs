using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S8Panics;

/// <summary>UP802: t.Fatal in a goroutine that is not the test's, and Goexit that skips what others wait for.</summary>
internal sealed class GoexitSkipsReleaseRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP802", "goexit-skips-release", 8, RuleProfile.Leaks,
        "t.Fatal, or runtime.Goexit, in a goroutine ends only that one and skips what others wait for.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        TestEndings? endings = null;
        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            foreach (var call in function.Calls)
            {
                if (Callees.NameOf(call)?.Name is "Goexit" && Callees.IsPackageFunction(function.File, call, "runtime", "Goexit"))
                {
                    CheckGoexit(package, function, call);
                }
            }

            if (!PackageContext.IsTest(function.File) || StarterOf(function) is not { } starter)
            {
                continue;
            }

            endings ??= new TestEndings(package.Flow);
            CheckGoroutine(package, function, starter, endings);
        }

        CheckStarted(package, ref endings);
    }

    // go func() { ... }(), g.Go(func() error { ... }), wg.Go(func() { ... })
    private static Node? StarterOf(FlowFunction literal)
    {
        if (literal.Outer == null || literal.Parents.Of(literal.Syntax) is not CallExpr call)
        {
            return null;
        }

        if (call.Fun == literal.Syntax)
        {
            return literal.Parents.Of(call) as GoStmt;
        }

        return call.Fun is SelectorExpr { Sel.Name: "Go", X: var group } && call.Args.Length == 1
            && literal.File.TypeOf(group).Type is { } type
            && (GoTypes.IsNamed(type, "golang.org/x/sync/errgroup", "Group") || GoTypes.IsNamed(type, "sync", "WaitGroup"))
            ? call
            : null;
    }

    private void CheckGoroutine(PackageContext package, FlowFunction function, Node starter, TestEndings endings)
    {
        foreach (var call in function.Calls)
        {
            var file = function.File;
            var test = TestEndings.TestOf(file, call);
            CallExpr? inner = null;
            string text;
            if (test != null)
            {
                if (!IsFromOutside(function, test, starter))
                {
                    continue;
                }

                text = file.Tree.File.Text(call.Fun.Pos, call.Fun.End);
            }
            else if (TestEndings.RequiredBy(function, call) is { } required && IsFromOutside(function, required, starter))
            {
                text = file.Tree.File.Text(call.Fun.Pos, call.Fun.End);
            }
            else if (package.Flow.TargetOf(file, call) is { Object: { } helper } target
                && call.Args.Any(a => TestEndings.IsTest(file.TypeOf(a).Type) && IsFromOutside(function, a, starter))
                && endings.EndingIn(target) is { } found)
            {
                inner = found;
                text = helper.Name;
            }
            else
            {
                continue;
            }

            Report(package, function, call, inner, text, starter);
            return;
        }
    }

    // go helper(t)
    private void CheckStarted(PackageContext package, ref TestEndings? endings)
    {
        if (!package.Package.Files.Any(PackageContext.IsTest))
        {
            return;
        }

        foreach (var (function, statement) in package.Flow.Spawns.Goes)
        {
            var call = statement.Call;
            if (PackageContext.IsTest(function.File) && package.Flow.TargetOf(function.File, call) is { Object: { } helper } target
                && call.Args.Any(a => TestEndings.IsTest(function.File.TypeOf(a).Type)))
            {
                endings ??= new TestEndings(package.Flow);
                if (endings.EndingIn(target) is { } inner)
                {
                    Report(package, function, call, inner, helper.Name, statement);
                }
            }
        }
    }

    // The test is that of the function outside: not one that the goroutine makes for itself, as t.Run does.
    private static bool IsFromOutside(FlowFunction literal, Expr test, Node starter)
    {
        if (Callees.Unparen(test) is not Ident ident || literal.File.UseOf(ident) is not Var variable)
        {
            return false;
        }

        return literal.Locals.Of(variable)?.Function != literal
            || (variable.Kind == VarKind.Parameter && starter is GoStmt { Call: var call }
                && call.Args.Any(a => TestEndings.IsTest(literal.File.TypeOf(a).Type)));
    }

    private void Report(PackageContext package, FlowFunction function, CallExpr call, CallExpr? inner, string text, Node starter)
    {
        var file = function.File.Tree.File;
        var skipped = Skipped(function, call, isAwaited: true);
        var related = ImmutableArray.CreateBuilder<RelatedPlace>();
        related.Add(new RelatedPlace(new SourceSpan(file, starter.Pos, starter.Pos + 2), "the goroutine starts here"));
        if (inner != null && package.Flow.TargetOf(function.File, call) is { } helper)
        {
            related.Add(new RelatedPlace(SourceSpan.Of(helper.File.Tree.File, inner), $"{text} ends the goroutine that calls it here"));
        }

        if (skipped != null)
        {
            related.Add(new RelatedPlace(SourceSpan.Of(file, skipped), "skipped then: whoever waits for it waits for ever"));
        }

        var message = skipped != null
            ? $"{text} ends only this goroutine, not the test, and skips line {file.PositionOf(skipped.Pos).Line}, which the "
                + "others wait for"
            : $"{text} ends only this goroutine and not the test, which goes on without it";
        package.Report(new Finding(Rule, inner != null ? Confidence.Likely : Confidence.Proved, SourceSpan.Of(file, call),
            function.Name, message, related.ToImmutable(), Fixes(function, call))
        {
            // Where nobody waits for what is skipped the test fails a little later than it should, and leaves nothing behind.
            Profile = skipped != null ? RuleProfile.Leaks : RuleProfile.Strict,
        });
    }

    // What the goroutine would do later that others may wait for.
    private static Stmt? Skipped(FlowFunction function, CallExpr call, bool isAwaited = false)
    {
        foreach (var statement in NodeSearch.All<Stmt>(function.Body, literals: false))
        {
            if (statement.Pos > call.End && (!isAwaited || IsAwaited(function, statement)) && statement switch
            {
                SendStmt => function.Parents.Of(statement) is not CommClause,
                ExprStmt { X: CallExpr { Fun: Ident { Name: "close" } } } => true,
                ExprStmt { X: CallExpr { Fun: SelectorExpr { Sel.Name: "Done", X: var group } } } =>
                    GoTypes.IsNamed(function.File.TypeOf(group).Type, "sync", "WaitGroup"),
                _ => false,
            })
            {
                return statement;
            }
        }

        return null;
    }

    // Somebody waits for it with nothing else to wake him: who selects with a timeout besides goes on.
    private static bool IsAwaited(FlowFunction function, Stmt skipped)
    {
        // if err != nil { failures <- err; return }: a way out of its own, which need not come. And so is a value that is sent
        // or not, as things turn out.
        if (function.Parents.Of(skipped) is BlockStmt branch && function.Parents.Of(branch) is IfStmt condition
            && (branch.List is [.., ReturnStmt] || (skipped is SendStmt && condition.Else == null)))
        {
            return false;
        }

        // A deferred close wakes who waits.
        if (function.Package.Spawns.Defers.Any(d => d.Function == function && IsSame(function, d.Statement, skipped)))
        {
            return false;
        }

        if (TargetOf(skipped) is not { } target || new PathResolver(function).Of(target) is not { } path)
        {
            return false;
        }

        if (!path.Steps.IsEmpty || path.IsGlobal || function.Locals.Of(path.Root)?.Function is not { } declaring
            || declaring == function || path.Root.Kind == VarKind.Parameter)
        {
            return true;
        }

        var file = function.File;
        return NodeSearch.Any(declaring.Body, node => !(function.Syntax.Pos <= node.Pos && node.End <= function.Syntax.End) && node switch
        {
            UnaryExpr { Op: TokenKind.Arrow, X: Ident channel } receive => file.UseOf(channel) == path.Root && !HasAlternative(receive)
                && !IsCounted(receive),
            RangeStmt { X: Ident channel } range => file.UseOf(channel) == path.Root && !IsCounted(range),
            CallExpr { Fun: SelectorExpr { Sel.Name: "Wait", X: Ident group } } => file.UseOf(group) == path.Root,
            CallExpr other => other.Args.Any(a => a is Ident handed && file.UseOf(handed) == path.Root)
                && Callees.Of(file, other) is not Builtin { Name: "len" or "cap" },
            _ => false,
        });

        // if len(failures) > 0 { t.Fatal(<-failures) }: what is there is taken, and what is not there not missed.
        bool IsCounted(Node receive)
        {
            for (var at = declaring.Parents.Of(receive); at != null; at = declaring.Parents.Of(at))
            {
                if (at is IfStmt { Cond: var cond } && NodeSearch.Any(cond, n =>
                    n is CallExpr { Fun: Ident { Name: "len" }, Args: [Ident channel] } && file.UseOf(channel) == path.Root))
                {
                    return true;
                }
            }

            return false;
        }

        bool HasAlternative(Node receive)
        {
            for (var at = function.Parents.Of(receive); at != null; at = function.Parents.Of(at))
            {
                if (at is CommClause clause)
                {
                    return clause.Comm != null && clause.Comm.Pos <= receive.Pos && receive.End <= clause.Comm.End
                        && function.Parents.Of(clause) is BlockStmt { List.Length: > 1 };
                }
            }

            return false;
        }
    }

    private static Expr? TargetOf(Stmt skipped) => skipped switch
    {
        SendStmt send => send.Chan,
        ExprStmt { X: CallExpr { Args: [var channel] } } => channel,
        ExprStmt { X: CallExpr { Fun: SelectorExpr { X: var group } } } => group,
        _ => null,
    };

    // t.Fatal(x) is t.Error(x) and return.
    private static ImmutableArray<Fix> Fixes(FlowFunction function, CallExpr call)
    {
        var file = function.File.Tree.File;
        if (function.Type.Results is { List.IsEmpty: false } || TestEndings.TestOf(function.File, call) == null
            || function.Parents.Of(call) is not ExprStmt statement || !SourceEdits.IsFirstOnLine(file, statement.Pos)
            || call.Fun is not SelectorExpr { Sel: var name })
        {
            return [];
        }

        var instead = name.Name switch
        {
            "Fatal" => "Error",
            "Fatalf" => "Errorf",
            "FailNow" => "Fail",
            _ => null,
        };
        return instead == null
            ? []
            : [new Fix($"Call {instead} and return", true,
                [new TextEdit(file, name.Pos, name.End, instead), SourceEdits.InsertAfter(file, statement, "return")])];
    }

    private void CheckGoexit(PackageContext package, FlowFunction function, CallExpr call)
    {
        if (StarterOf(function) is not GoStmt starter || Skipped(function, call) is not { } skipped
            || function.Package.Spawns.Defers.Any(d => d.Function == function && IsSame(function, d.Statement, skipped)))
        {
            return;
        }

        var file = function.File.Tree.File;
        package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(file, call), function.Name,
            $"runtime.Goexit ends the goroutine and skips line {file.PositionOf(skipped.Pos).Line}, which others wait for",
            [
                new RelatedPlace(new SourceSpan(file, starter.Go, starter.Go + 2), "the goroutine starts here"),
                new RelatedPlace(SourceSpan.Of(file, skipped), "skipped then: whoever waits for it waits for ever"),
            ], []));
    }

    private static bool IsSame(FlowFunction function, DeferStmt defer, Stmt skipped)
    {
        return TargetOf(skipped) is { } target && new PathResolver(function).Of(target) is { } path
            && NodeSearch.Names(function.File, defer, path.Root);
    }
}
