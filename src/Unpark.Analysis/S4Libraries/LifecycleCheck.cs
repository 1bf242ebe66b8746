using System.Collections.Immutable;
using System.Globalization;
using Unpark.Analysis.Obligations;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>Reports what has a lifecycle and is not released; what the rules about lifecycles share.</summary>
internal static class LifecycleCheck
{
    private const int MaxCallers = 3;

    /// <summary>Reports what a package makes that a rule looks after and that is not released.</summary>
    public static void Check(Rule rule, PackageContext package)
    {
        foreach (var made in package.Lifecycles.Calls)
        {
            if (made.Lifecycle.Rule == rule.Id)
            {
                package.Cancellation.ThrowIfCancellationRequested();
                Check(rule, package, made);
            }
        }
    }

    /// <summary>True of what main or init makes, outside of loops, or a function that only these call.</summary>
    public static bool IsForProcess(FlowFunction function, Node call, int depth = 0)
    {
        if (IsInLoop(function, call))
        {
            return false;
        }

        if (function.Outer is { } outer)
        {
            if (ProcessEnd.IsCommand(function))
            {
                return true;
            }

            return depth < MaxCallers && outer.Parents.Of(function.Syntax) is CallExpr { Fun: var called } run
                && called == function.Syntax && IsForProcess(outer, run, depth + 1);
        }

        if (function.Syntax is not FuncDecl { Name.Name: var name, Recv: var recv })
        {
            return false;
        }

        if (ProcessEnd.IsCommand(function))
        {
            return true;
        }

        var isCommand = recv != null && ProcessEnd.IsOfCommand(function);
        if (recv != null && !isCommand)
        {
            return false;
        }

        var isMain = isCommand || function.Package.Package.Package.Name == "main" || IsCommandLine(function.File);
        if (recv == null && (name == "init" || (name == "main" && function.Package.Package.Package.Name == "main")))
        {
            return true;
        }

        if (!isMain || depth == MaxCallers || function.Package.CallGraph.IsOpen(function))
        {
            return false;
        }

        foreach (var (caller, run) in function.Package.CallGraph.CallersOf(function))
        {
            if (!IsForProcess(caller, run, depth + 1))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsCommandLine(TypedFile file) =>
        file.Tree.Root.Imports.Any(i => i.Path.Value.Trim('"') is "github.com/spf13/cobra" or "github.com/urfave/cli"
            or "github.com/urfave/cli/v2");

    /// <summary>The variable of the error that comes with the result, if there is one; false if it goes somewhere else.</summary>
    public static bool ErrorOf(FlowFunction function, CallExpr call, out Var? error)
    {
        error = null;
        if (function.File.TypeOf(call).Type is not TupleType { Vars: [.., var last] } tuple || !GoTypes.IsError(last.Type))
        {
            if (function.File.TypeOf(call).Type is TupleType || !GoTypes.IsError(function.File.TypeOf(call).Type))
            {
                // Of a function of which nothing is known: what its last result is called tells.
                if (function.Parents.Of(call) is AssignStmt { Rhs.Length: 1, Lhs: [_, .., Ident { IsBlank: false } second] }
                    && function.File.ObjectOf(second) is Var { IsField: false } guessed && !IsKnown(function.File, call))
                {
                    error = guessed;
                }

                return true;
            }

            tuple = new TupleType([]);
        }

        var number = Math.Max(tuple.Length - 1, 0);
        var use = ResultUse.Of(function, call, number);
        switch (use.Target)
        {
            case Ident { IsBlank: true }:
                return true;
            case Ident name when function.File.ObjectOf(name) is Var { IsField: false, Kind: not VarKind.Package } variable:
                error = variable;
                return true;
            default:
                return use.Statement == null && function.Parents.Of(call) is ExprStmt;
        }
    }

    private static bool IsKnown(TypedFile file, CallExpr call) => Callees.Of(file, call) is not (UnknownObject or null);

    private static void Check(Rule rule, PackageContext package, LifecycleCall made)
    {
        var (function, call, lifecycle, confidence) = made;
        if (PackageContext.IsTest(function.File) || IsTestHelper(function.File))
        {
            confidence = Confidence.Possible;
        }

        if (package.Options.MinimumConfidence > confidence || package.Options.Profile < lifecycle.Profile
            || function.Parents.Of(call) is GoStmt or DeferStmt || IsHead(function, call)
            || (lifecycle.NeedsAddress && call.Args is [var address, ..] && function.File.TypeOf(address).Value?.ToString() == "\"\""))
        {
            return;
        }

        var isForProcess = IsForProcess(function, call);
        if (isForProcess && (lifecycle.IsForProcess || IsMain(function) || ProcessEnd.IsReturnOf(function)))
        {
            return;
        }

        if (!ErrorOf(function, call, out var error) || (lifecycle.Reason != null && IsOverConnection(function, call)))
        {
            return;
        }

        if (lifecycle.IsReceiver)
        {
            if (Receiver(function, call) is { } started)
            {
                CheckPaths(rule, package, started, lifecycle, confidence, error);
            }

            return;
        }

        var use = ResultUse.Of(function, call, lifecycle.Result);
        if (MayHaveClosed(function, call, lifecycle, use) || LifecycleOwner.EndsWithFunction(function, call, lifecycle))
        {
            return;
        }

        if (use.Target is Ident { IsBlank: true } || (function.Parents.Of(call) is ExprStmt && lifecycle.Releases is not [("", _)]))
        {
            if (!lifecycle.OnlyIfSometimes && !lifecycle.IsReleasedByUse && !IsMeantToFail(function, call, error))
            {
                Report(rule, package, function, call, lifecycle, confidence,
                    $"what {NameOf(function, call)} gives is dropped without {Missing(lifecycle)}: {lifecycle.Consequence}", [], []);
            }
        }
        else if (use.ToVariable(function, call) is { } acquisition)
        {
            CheckPaths(rule, package, acquisition, lifecycle, confidence, error);
        }
        else if (lifecycle is { Field: null, Result: 0 })
        {
            // An object that is made here and handed to nobody takes what it holds with it.
            if (Holder.Of(function, call) is not { } holder || !CheckHolder(rule, package, made, holder, confidence, error))
            {
                CheckField(rule, package, made, FieldOf(function, call, use), confidence);
            }
        }
    }

    // What runs over a connection that the function was given ends with that, and whoever has that ends it.
    private static bool IsOverConnection(FlowFunction function, CallExpr call) => call.Args.Any(a => Callees.Unparen(a) is Ident name
        && function.File.UseOf(name) is Var { Kind: VarKind.Parameter } connection
        && (GoTypes.IsNamed(connection.Type, "net", "Conn") || GoTypes.IsNamed(connection.Type, "io", "ReadWriteCloser")));

    // _, err := f(); if err == nil { return errors.New("no error") }: what it would give is not expected.
    private static bool IsMeantToFail(FlowFunction function, CallExpr call, Var? error)
    {
        if (error == null || function.Parents.StatementOf(call) is not { } statement)
        {
            return false;
        }

        var asked = function.Parents.Of(statement) switch
        {
            IfStmt choice when choice.Init == statement => choice,
            BlockStmt { List: var list } when list.IndexOf(statement) is >= 0 and var index && index + 1 < list.Length => list[index + 1] as IfStmt,
            _ => null,
        };
        return asked is { Cond: BinaryExpr { Op: TokenKind.Eql, X: Ident of, Y: var nil }, Else: null, Body.List: [.., var last] }
            && function.File.UseOf(of) == error && function.File.TypeOf(nil).IsNil && GivesUp(function, last);
    }

    // return errors.New("no error"), t.Fatal("no error"), panic("no error")
    private static bool GivesUp(FlowFunction function, Stmt last) => last switch
    {
        ReturnStmt { Results: [.., var result] } => Callees.Unparen(result) is CallExpr made && GoTypes.IsError(function.File.TypeOf(made).Type),
        ExprStmt { X: CallExpr call } => Callees.NameOf(call)?.Name is "panic" or "Fatal" or "Fatalf" or "FailNow",
        _ => false,
    };

    // The client of an API that is built of functions of its own reads and closes the body itself, and gives the response for
    // its headers. One that is given a request, or that the function reads the body of, has left it open.
    private static bool MayHaveClosed(FlowFunction function, CallExpr call, Lifecycle lifecycle, ResultUse use)
    {
        if (lifecycle is not { Field: { } field, IsByType: true } || Callees.FunctionOf(function.File, call) is not { Package: { } owner } callee
            || owner == function.Package.Package.Package || !owner.Path.Contains('.', StringComparison.Ordinal)
            || lifecycle.Guesses.Contains(callee.Name) || callee.Signature.Params.Vars.Any(p => GoTypes.IsNamed(p.Type, "net/http", "Request")))
        {
            return false;
        }

        return use.ToVariable(function, call) is not { Variable: var variable } || !NodeSearch.Any(function.Body, node =>
            node is SelectorExpr { Sel.Name: var name, X: var of } && name == field && Callees.Unparen(of) is Ident response
            && function.File.UseOf(response) == variable);
    }

    private static Var? FieldOf(FlowFunction function, CallExpr call, ResultUse use) => use.ToField(function)
        ?? (function.Parents.Of(call) is KeyValueExpr { Key: Ident key } && function.File.UseOf(key) is Var { IsField: true } field
            ? field.Origin
            : null);

    private static bool CheckHolder(Rule rule, PackageContext package, LifecycleCall made, Holder holder, Confidence confidence,
        Var? error)
    {
        var (function, call, lifecycle, _) = made;
        if (lifecycle.OnlyIfNever || lifecycle.OnlyIfSometimes || lifecycle.IsReleasedByUse)
        {
            return false;
        }

        var acquisition = new Acquisition(function, call, holder.Statement, holder.Name, holder.Variable);
        var uses = package.Lifecycles.Uses;
        var leaks = ObligationCheck.Leaks(acquisition,
            use => IsIn(use, holder.Statement) ? UseEffect.None : uses.Holders.Of(function, use, holder.Field, lifecycle),
            null, lifecycle.IsOwedOnError ? null : error, false, edge => holder.IsEmptyBehind(edge, function.File));
        leaks.RemoveAll(l => l.IsOverwrite || (l.IsFailure && package.Lifecycles.FatalErrors.Of(function)));
        if (leaks.Count == 0)
        {
            return false;
        }

        var what = $"{holder.Name.Name}.{holder.Field.Name}";
        var release = lifecycle.Releases[0].Name;
        Report(rule, package, function, call, lifecycle, Min(confidence, Confidence.Likely),
            $"{what} is not {Done(lifecycle)} {ObligationCheck.Ending(acquisition, leaks)}, and nobody else has {holder.Name.Name}: "
            + lifecycle.Consequence,
            ObligationCheck.Steps(acquisition, leaks, $"{what} made", release.Length == 0 ? $"calling {what}" : $"{what}.{release}()"),
            []);
        return true;
    }

    private static bool IsIn(Node node, Node outer) => node.Pos >= outer.Pos && node.End <= outer.End;

    // Only tests import package testing.
    private static bool IsTestHelper(TypedFile file) =>
        file.Tree.Root.Imports.Any(i => i.Path.Value is "\"testing\"" or "\"github.com/stretchr/testify/require\"");

    private static bool IsMain(FlowFunction function) =>
        function.Root.Syntax is FuncDecl { Recv: null, Name.Name: "main" or "init" };

    // The answer to a HEAD request has no body.
    private static bool IsHead(FlowFunction function, CallExpr call)
    {
        if (Callees.NameOf(call)?.Name is "Head")
        {
            return true;
        }

        if (call.Args is not [.., var last] || Callees.Unparen(last) is not Ident name || function.File.UseOf(name) is not Var request)
        {
            return false;
        }

        foreach (var other in function.Calls)
        {
            if (Callees.NameOf(other)?.Name is "NewRequest" or "NewRequestWithContext"
                && ResultUse.Of(function, other, 0).ToVariable(function, other)?.Variable == request
                && other.Args.Any(a => function.File.TypeOf(a).Value?.ToString() == "\"HEAD\""))
            {
                return true;
            }
        }

        return false;
    }

    private static Acquisition? Receiver(FlowFunction function, CallExpr call) =>
        Callees.Unparen(call.Fun) is SelectorExpr { X: var receiver } && Callees.Unparen(receiver) is Ident name
        && function.File.UseOf(name) is Var { IsField: false, Kind: VarKind.Local } variable
        && function.Parents.StatementOf(call) is (ExprStmt or AssignStmt) and var statement
            ? new Acquisition(function, call, statement, name, variable)
            : null;

    private static void CheckPaths(Rule rule, PackageContext package, Acquisition acquisition, Lifecycle lifecycle,
        Confidence confidence, Var? error)
    {
        var function = acquisition.Function;
        if (acquisition.Variable.Kind != VarKind.Local)
        {
            return;
        }

        var uses = new IdentSearch(function.File, acquisition.Variable);
        uses.Visit(function.Root.Syntax);
        var released = uses.Found.Any(u => LifecycleUses.IsReleased(function, u, lifecycle));
        if ((lifecycle.OnlyIfNever && released) || (lifecycle.OnlyIfSometimes && !released))
        {
            return;
        }

        var holders = lifecycle.Field == null && !lifecycle.OnlyIfNever && !lifecycle.OnlyIfSometimes
            ? Holder.AllOf(function, uses.Found)
            : [];
        var wrappers = uses.Found
            .Where(u => package.Lifecycles.Uses.Of(function, u, lifecycle) == UseEffect.Discharges)
            .Select(u => package.Lifecycles.Uses.WrapperOf(function, u, lifecycle)).OfType<Wrapper>().ToList();
        var whole = lifecycle.EndsWithReceiver ? WholeOf(function, acquisition.Call) : null;
        if (whole != null && function.Defers.Any(d => d.Pos < acquisition.Call.Pos && NodeSearch.Names(function.File, d, whole)))
        {
            return;
        }

        acquisition = acquisition with
        {
            Holders = [.. holders.Select(h => h.Variable), .. wrappers.Select(w => w.Variable), .. whole != null ? [whole] : (Var[])[]],
        };
        UseEffect EffectOf(Ident use)
        {
            var effects = package.Lifecycles.Uses;
            if (whole != null && function.File.UseOf(use) == whole)
            {
                return LifecycleUses.IsReleased(function, use, lifecycle) ? UseEffect.Discharges : UseEffect.None;
            }

            if (IsPartOf(function, use, acquisition) || holders.Any(h => IsIn(use, h.Statement))
                || wrappers.Exists(w => IsIn(use, w.Call)))
            {
                return UseEffect.None;
            }

            if (wrappers.Find(w => function.File.UseOf(use) == w.Variable) is { } wrapper)
            {
                return effects.Of(function, use, wrapper.Lifecycle);
            }

            return holders.FirstOrDefault(h => function.File.UseOf(use) == h.Variable) is { } holder
                ? effects.Holders.Of(function, use, holder.Field, lifecycle)
                : effects.Of(function, use, lifecycle);
        }

        var ends = new LifecycleEnds(acquisition, lifecycle, error);
        List<ObligationLeak> LeaksWith(Func<Ident, UseEffect> effectOf, Acquisition? other = null)
        {
            var leaks = ObligationCheck.Leaks(other ?? acquisition, effectOf, acquisition.Variable, lifecycle.IsOwedOnError ? null : error, false,
                edge => ends.IsEnd(edge) || holders.Any(h => h.IsEmptyBehind(edge, function.File)));
            leaks.RemoveAll(l => l.IsFailure && package.Lifecycles.FatalErrors.Of(function));
            return leaks;
        }

        var leaks = LeaksWith(EffectOf);
        if (leaks.Count == 0 && holders is [var only])
        {
            CheckField(rule, package, new LifecycleCall(function, acquisition.Call, lifecycle, confidence), only.Field, confidence);
            return;
        }

        if (lifecycle.OnlyIfNever && leaks.Count > 0 && uses.Found.Any(u => !IsPartOf(function, u, acquisition)
            && package.Lifecycles.Uses.Of(function, u, lifecycle) == UseEffect.Discharges))
        {
            return;
        }

        if (leaks.Count == 0)
        {
            return;
        }

        var what = lifecycle.Field == null ? acquisition.Name.Name : $"{acquisition.Name.Name}.{lifecycle.Field}";
        var missing = lifecycle.Releases[0].Name.Length == 0 ? $"calling {what}" : $"{what}.{lifecycle.Releases[0].Name}()";
        var isNever = !released && holders.IsEmpty && wrappers.Count == 0 && uses.Found.TrueForAll(u => IsPartOf(function, u, acquisition)
            || package.Lifecycles.Uses.Of(function, u, lifecycle) == UseEffect.None);
        var ending = isNever
            ? $"{what} is never {Done(lifecycle)}"
            : $"{what} is not {Done(lifecycle)} {ObligationCheck.Ending(acquisition, leaks)}";
        // A body that is read to its end, or until that fails, has mostly given its connection back: nothing leaks for sure.
        var isLeftToReading = uses.Found.Exists(u => LifecycleUses.IsReadToEnd(function, u, lifecycle))
            && LeaksWith(u => LifecycleUses.IsReadToEnd(function, u, lifecycle) ? UseEffect.Discharges : EffectOf(u)).Count == 0;
        var consequence = isLeftToReading ? "whether its connection comes back is left to the reading" : lifecycle.Consequence;
        confidence = isLeftToReading ? Confidence.Possible : confidence;
        if (lifecycle.Rule == "UP402" && RequestCancel.Of(function, acquisition.Call) is { Count: > 0 } cancels
            && (function.Defers.Any(d => d.Pos < acquisition.Call.Pos && cancels.Exists(c => NodeSearch.Names(function.File, d, c)))
                || LeaksWith(u => function.File.UseOf(u) is not Var named || !cancels.Contains(named) ? EffectOf(u)
                        : RequestCancel.IsCall(function, u) ? UseEffect.Discharges : UseEffect.None,
                    acquisition with { Holders = [.. acquisition.Holders, .. cancels] }).Count == 0))
        {
            consequence = "its connection is closed when the request's context ends, instead of being used again";
            confidence = Confidence.Possible;
        }

        Report(rule, package, function, acquisition.Call, lifecycle, confidence, $"{ending}: {consequence}",
            ObligationCheck.Steps(acquisition, leaks, lifecycle.IsReceiver ? $"{what} started" : $"{acquisition.Name.Name} made",
                missing),
            LifecycleFix.ForPaths(acquisition, lifecycle, leaks, uses.Found, package.Lifecycles.Uses, error));
    }

    // The variable with the session that a stream is of.
    private static Var? WholeOf(FlowFunction function, CallExpr call) =>
        Callees.Unparen(call.Fun) is SelectorExpr { X: var receiver } && Callees.Unparen(receiver) is Ident name
        && function.File.UseOf(name) is Var { IsField: false, Kind: VarKind.Local or VarKind.Parameter } variable
        && function.Locals.Of(variable) is { IsAddressTaken: false } local && local.Function == function
            ? variable
            : null;

    private static bool IsPartOf(FlowFunction function, Ident use, Acquisition acquisition) =>
        use.Pos >= acquisition.Call.Pos && use.End <= acquisition.Call.End;

    private static void CheckField(Rule rule, PackageContext package, LifecycleCall made, Var? field, Confidence confidence)
    {
        var (function, call, lifecycle, _) = made;
        if (field == null || lifecycle.OnlyIfSometimes || lifecycle.OnlyIfNever || lifecycle.IsReleasedByUse || field.Exported || field.Embedded
            || field.Package != function.Package.Package.Package)
        {
            return;
        }

        if (FieldLifecycle.StopperOf(package, field, lifecycle, OwnerOf(function, call)) is not { } stopper)
        {
            return;
        }

        var release = lifecycle.Releases[0].Name;
        var file = stopper.File.Tree.File;
        Report(rule, package, function, call, lifecycle, Min(confidence, Confidence.Likely),
            $"what {NameOf(function, call)} gives is kept in {field.Name}, which {stopper.Name} does not {Verb(release)}, nor does "
            + $"anything else: {lifecycle.Consequence}",
            [
                new RelatedPlace(SourceSpan.Of(function.File.Tree.File, call), $"kept in {field.Name} here"),
                new RelatedPlace(SourceSpan.Of(file, ((FuncDecl)stopper.Syntax).Name), $"ends without {field.Name}.{release}()"),
            ], []);
    }

    // &store{file: os.Open(name)}
    private static GoType? OwnerOf(FlowFunction function, CallExpr call) =>
        function.Parents.Of(call) is KeyValueExpr pair && function.Parents.Of(pair) is CompositeLit literal
            ? function.File.TypeOf(literal).Type is { } type ? GoTypes.Deref(type) : null
            : null;

    private static Confidence Min(Confidence x, Confidence y) => x < y ? x : y;

    private static string NameOf(FlowFunction function, CallExpr call)
    {
        var fun = Callees.Unparen(call.Fun);
        var file = function.File.Tree.File;
        var text = file.Text(fun.Pos, fun.End);
        return text.Contains('\n', StringComparison.Ordinal) || text.Length > 40 ? Callees.NameOf(call)!.Name : text;
    }

    private static string Missing(Lifecycle lifecycle)
    {
        var name = lifecycle.Releases[0].Name;
        var field = lifecycle.Field == null ? "" : lifecycle.Field + ".";
        return name.Length == 0 ? "calling it" : $"{field}{name}()";
    }

    /// <summary>What a releasing method does, as a verb: <c>close</c>, <c>stop</c>, <c>shut down</c>.</summary>
    public static string Verb(string release) => Exported(release) switch
    {
        "Shutdown" or "ShutDown" => "shut down",
        "Rollback" => "roll back or commit",
        "EndSession" or "End" => "end",
        "Unmap" or "Flush" or "Close" or "Stop" or "Wait" or "Release" or "Disconnect" or "Drain" or "Unsubscribe" or "Kill"
            or "Quit" or "Discard" or "Cancel" or "Destroy" or "Terminate" => release.ToLower(CultureInfo.InvariantCulture),
        _ => "release",
    };

    private static string Exported(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name[1..];

    private static string Done(Lifecycle lifecycle) => Exported(lifecycle.Releases[0].Name) switch
    {
        "" => "called",
        "Close" => "closed",
        "Stop" => "stopped",
        "Shutdown" or "ShutDown" => "shut down",
        "Rollback" => "rolled back or committed",
        "Wait" => "waited for",
        "Flush" => "flushed",
        "Disconnect" => "disconnected",
        "Unsubscribe" => "unsubscribed",
        "EndSession" or "End" => "ended",
        "Quit" => "quit",
        "Kill" => "killed",
        "Discard" => "discarded",
        "Unmap" => "unmapped",
        "Cancel" => "cancelled",
        "Destroy" => "destroyed",
        "Terminate" => "terminated",
        _ => "released",
    };

    private static void Report(Rule rule, PackageContext package, FlowFunction function, CallExpr call, Lifecycle lifecycle,
        Confidence confidence, string message, ImmutableArray<RelatedPlace> related, ImmutableArray<Fix> fixes) =>
        package.Report(new Finding(rule, confidence, SourceSpan.Of(function.File.Tree.File, call), function.Name, message,
            related, fixes)
        {
            Profile = lifecycle.Profile > rule.Profile ? lifecycle.Profile : rule.Profile,
        });

    /// <summary>True if the node is in a loop of its function.</summary>
    public static bool IsInLoop(FlowFunction function, Node node)
    {
        for (var at = function.Parents.Of(node); at != null && at != function.Syntax; at = function.Parents.Of(at))
        {
            if (at is ForStmt or RangeStmt)
            {
                return true;
            }
        }

        return false;
    }
}
