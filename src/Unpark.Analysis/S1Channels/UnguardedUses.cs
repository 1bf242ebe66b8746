using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>
/// Sends and receives that stand alone where the same function does the same with the same channel in a select that gives up
/// when a context is done or a stop channel closed: it knows that the other side may leave, and forgets it here.
/// </summary>
internal sealed class UnguardedUses
{
    private readonly PackageContext package;
    private readonly Rule rule;
    private readonly ChannelUseKind kind;
    private readonly HashSet<ChannelUse> reported;
    private readonly HashSet<Var> known = new(ReferenceEqualityComparer.Instance);

    /// <summary>Makes the search of a rule.</summary>
    /// <param name="package">The package.</param>
    /// <param name="rule">The rule that reports.</param>
    /// <param name="kind">Whether it looks for sends or for receives.</param>
    /// <param name="reported">What was reported already; what is reported here is added.</param>
    public UnguardedUses(PackageContext package, Rule rule, ChannelUseKind kind, HashSet<ChannelUse> reported)
    {
        this.reported = reported;
        this.package = package;
        this.rule = rule;
        this.kind = kind;
    }

    /// <summary>Reports the uses.</summary>
    public void Run()
    {
        foreach (var channel in package.Channels.Local)
        {
            known.Add(channel.Variable);
        }

        foreach (var channel in package.Flow.Channels.Channels)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            var uses = package.Flow.Channels.Of(channel);
            if (known.Contains(channel) || uses.Count < 2 || channel.Package != package.Package.Package)
            {
                continue;
            }

            foreach (var use in uses)
            {
                if (use.Kind != kind || use is not { IsAlone: true, Function: { } function } || PackageContext.IsTest(use.File)
                    || (kind == ChannelUseKind.Send && (IsDrained(channel) || HasRoomForEach(channel, use))) || IsAtEnd(function, use))
                {
                    continue;
                }

                // With room it is a queue that may be full, if it is filled in a loop; or a semaphore, which is given back.
                var hasRoom = HasRoom(channel);
                if (hasRoom && (!IsRepeated(use) || channel.Type.Underlying is ChanType { Elem.Underlying: StructType { Fields.Length: 0 } }))
                {
                    continue;
                }

                var (guarded, stop) = Guarded(uses, use);
                if (guarded == null && !hasRoom && StopAround(use) is { } around)
                {
                    (guarded, stop) = (use, around);
                }

                if (guarded != null && !IsLocked(use) && reported.Add(use))
                {
                    Report(channel, use, guarded, stop);
                }
            }
        }
    }

    private (ChannelUse? Use, CommClause Stop) Guarded(IReadOnlyList<ChannelUse> uses, ChannelUse alone)
    {
        foreach (var use in uses)
        {
            if (use.Kind == kind && use is { IsAlone: false, Function: { } function } && package.Channels.StopCases.Of(function, use) is { } stop
                && (function.Root == alone.Function!.Root
                    ? SameOperand(use, alone) && (kind == ChannelUseKind.Send || (function == alone.Function && Loops.IsIn(function, alone.Syntax)))
                    : kind == ChannelUseKind.Send && OfSameObject(use, alone, stop)))
            {
                return (use, stop);
            }
        }

        return default;
    }

    // select { case <-ctx.Done(): return; case v := <-in: out <- v }, in a loop.
    private CommClause? StopAround(ChannelUse use)
    {
        var function = use.Function!;
        for (var at = function.Parents.Of(use.Syntax); at != null && at != function.Syntax; at = function.Parents.Of(at))
        {
            if (at is not CommClause { Comm: { } comm } clause || function.Parents.Of(clause) is not { } body
                || function.Parents.Of(body) is not SelectStmt select || !Loops.IsIn(function, select))
            {
                continue;
            }

            // What comes once is an answer: whoever waits for it is not known to leave.
            if (!IsRepeated(use) || !MayBeLeft(use))
            {
                return null;
            }

            if (comm is AssignStmt { Lhs: var taken } && new PathResolver(function).Of(use.Expr) is var path
                && (path == null || taken.Any(t => t is Ident name && function.File.ObjectOf(name) == path.Root)))
            {
                return null;
            }

            return package.Channels.StopCases.In(function, select, clause);
        }

        return null;
    }

    // Behind a lock that keeps others out, who else could take the value?
    private bool IsLocked(ChannelUse use)
    {
        var function = use.Function!;
        for (Node? at = use.Syntax; at != null && at != function.Syntax; at = function.Parents.Of(at))
        {
            if (kind == ChannelUseKind.Receive && function.Parents.Of(at) is BlockStmt block
                && block.List.Any(s => s.Pos < at.Pos && s is ExprStmt { X: CallExpr call } && CloseOrder.IsLock(package.Flow, function.File, call)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsRepeated(ChannelUse use) =>
        GraphSteps.Of(use.Function!, use.Syntax) is { } step && GraphSteps.CanFollow(use.Function!, step, step);

    // Those who receive, as far as they are seen, give up as well; of those who send, some do it in a function that they hand
    // over, which nobody may call.
    private bool MayBeLeft(ChannelUse alone)
    {
        var any = false;
        foreach (var name in package.Channels.Names.Of(ChannelUses.VariableOf(alone.File, alone.Expr)!))
        {
            foreach (var use in package.Flow.Channels.Of(name))
            {
                if (use.Function is not { } function || PackageContext.IsTest(use.File))
                {
                    continue;
                }

                if (kind == ChannelUseKind.Send ? use.IsReceiving && (use.IsAlone || package.Channels.StopCases.Of(function, use) == null)
                    : use.Kind == ChannelUseKind.Close || (use.Kind == ChannelUseKind.Send
                        && (function.Syntax is not FuncLit || LiteralRuns.Of(function).Run != LiteralRun.Unknown)))
                {
                    return false;
                }

                any |= use.Kind == ChannelUseKind.Send;
            }
        }

        return kind == ChannelUseKind.Send || any;
    }

    // s.out and t.out are two channels.
    private static bool SameOperand(ChannelUse x, ChannelUse y) =>
        new PathResolver(x.Function!).Of(x.Expr) is { } path && path.Equals(new PathResolver(y.Function!).Of(y.Expr));

    // Two methods of an object: the channel is a field of it, and so is what the other one listens to.
    private static bool OfSameObject(ChannelUse use, ChannelUse alone, CommClause stop)
    {
        var there = new PathResolver(use.Function!);
        return there.Of(use.Expr) is { Root.Kind: VarKind.Receiver, Steps: [_, ..] steps }
            && new PathResolver(alone.Function!).Of(alone.Expr) is { Root.Kind: VarKind.Receiver } path
            && path.Steps.AsSpan().SequenceEqual(steps.AsSpan())
            && DoneReceive.ChannelOf(stop.Comm!) is { } signal
            && there.Of(signal is CallExpr { Fun: SelectorExpr { X: var context } } ? context : signal)
                is { Root.Kind: VarKind.Receiver, Steps: [_, ..] };
    }

    private bool HasRoom(Var channel)
    {
        if (kind != ChannelUseKind.Send)
        {
            return false;
        }

        var makes = MakesOf(channel);
        return makes.Count > 0 && makes.TrueForAll(m => m.Value is CallExpr call && LocalChannel.CapacityOf(m.File, call) != 0);
    }

    private List<ChannelUse> MakesOf(Var channel) => package.Channels.Names.Of(channel).SelectMany(package.Flow.Channels.Of)
        .Where(u => u.Kind == ChannelUseKind.Make && !PackageContext.IsTest(u.File)).ToList();

    // out := make(chan T, len(old)), and then one send for each of old before anybody else has it.
    private bool HasRoomForEach(Var channel, ChannelUse use)
    {
        if (MakesOf(channel) is not [{ Function: { } maker, Value: CallExpr { Args: [_, var room] } }] || maker != use.Function
            || Callees.Unparen(room) is not CallExpr { Args: [var counted] } length || Callees.NameOf(length)?.Name is not "len"
            || Callees.Unparen(counted) is not Ident name || use.File.UseOf(name) is not Var all
            || maker.Locals.Of(all) is not { Assignments: <= 1, IsAddressTaken: false })
        {
            return false;
        }

        for (var at = maker.Parents.Of(use.Syntax); at != null && at != maker.Syntax; at = maker.Parents.Of(at))
        {
            if (at is ForStmt or RangeStmt)
            {
                return at is RangeStmt { X: var over } && Callees.Unparen(over) is Ident source && use.File.UseOf(source) == all
                    && !Loops.IsIn(maker, at);
            }
        }

        return false;
    }

    // Somebody ranges over it until it is closed, and leaves no earlier, or not without calling a function that goes on with it.
    private bool IsDrained(Var channel)
    {
        var ranges = package.Channels.Names.Of(channel).SelectMany(package.Flow.Channels.Of)
            .Where(u => u is { Kind: ChannelUseKind.Range, Function: not null }).ToList();
        var drains = ranges.Where(u => !Loops.HasOtherExit(u.Function!, (RangeStmt)u.Syntax)).Select(u => u.Function!).ToList();
        return drains.Count > 0 && ranges.TrueForAll(u => drains.Contains(u.Function!)
            || !Loops.HasOtherExit(u.Function!, (RangeStmt)u.Syntax, block => block.Nodes.Any(n => n.Syntax is ExprStmt { X: CallExpr call }
                && package.Flow.TargetOf(u.File, call) is { } called && drains.Contains(called))));
    }

    // Behind the case that gives up, or in what is deferred: there the end is waited for.
    private bool IsAtEnd(FlowFunction function, ChannelUse use)
    {
        for (var at = function; at != null; at = at.Outer)
        {
            if (at.Syntax is FuncLit && LiteralRuns.Of(at).Run == LiteralRun.Deferred)
            {
                return true;
            }
        }

        for (var at = function.Parents.Of(use.Syntax); at != null; at = function.Parents.Of(at))
        {
            if ((at is CommClause { Comm: { } comm } && package.Channels.StopCases.IsStop(function, comm)) || AsksLength(function, use, at))
            {
                return true;
            }
        }

        return false;
    }

    // for len(c) > 0
    private static bool AsksLength(FlowFunction function, ChannelUse use, Node around) =>
        NodeSearch.Any(around switch { ForStmt loop => loop.Cond, IfStmt choice => choice.Cond, _ => null },
            n => n is CallExpr { Args.Length: 1 } call && Callees.NameOf(call)?.Name is "len" or "cap"
                && ChannelUses.VariableOf(function.File, call.Args[0]) == ChannelUses.VariableOf(use.File, use.Expr));

    private void Report(Var channel, ChannelUse use, ChannelUse guarded, CommClause stop)
    {
        var file = use.File.Tree.File;
        var there = guarded.File.Tree.File;
        var name = ChannelText.Of(file, use.Expr) ?? channel.Name;
        var what = ChannelText.Of(file, use.Syntax) ?? (kind == ChannelUseKind.Send ? $"this send to {name}" : $"this receive from {name}");
        var where = guarded.Function!.Root == use.Function!.Root ? "the function"
            : guarded.Function.Root.Object?.Name ?? "another function";
        var partner = kind == ChannelUseKind.Send ? "receives" : "sends";
        var reason = guarded == use
            ? $"the goroutine listens to {ChannelText.OfClause(there, stop)} at line {ChannelText.Line(there, stop.Pos)}, but not while it waits here"
            : $"at line {ChannelText.Line(there, guarded.Syntax.Pos)} {where} gives up when {ChannelText.OfClause(there, stop)} comes first, "
                + "here nothing does";
        var places = ImmutableArray.CreateBuilder<RelatedPlace>();
        if (guarded != use)
        {
            places.Add(new RelatedPlace(SourceSpan.Of(there, guarded.Syntax), "here it has an alternative"));
        }

        places.Add(new RelatedPlace(SourceSpan.Of(there, stop.Comm!), "this case is missing"));
        package.Report(new Finding(rule, Confidence.Likely, SourceSpan.Of(file, use.Syntax), use.Function!.Name,
            $"{what} blocks for ever when nobody {partner} any more: {reason}", places.ToImmutable(), Fixes(use, stop)));
    }

    private ImmutableArray<Fix> Fixes(ChannelUse use, CommClause stop)
    {
        var function = use.Function!;
        var file = use.File.Tree.File;
        var statement = use.Kind == ChannelUseKind.Send ? (Stmt)use.Syntax : function.Parents.StatementOf(use.Syntax);
        if (!use.File.Tree.Diagnostics.IsEmpty || statement is not (SendStmt or ExprStmt) || function.Parents.Of(statement) is not (BlockStmt or CaseClause or CommClause)
            || stop.Body is not [ReturnStmt leave] || FunctionOf(function, stop) != function
            || !IsSeen(use, stop) || !IsSeenIn(use, leave)
            || !SourceEdits.IsFirstOnLine(file, statement.Pos) || !SourceEdits.IsLastOnLine(file, statement.End))
        {
            return [];
        }

        var indent = SourceEdits.IndentAt(file, statement.Pos);
        return
        [
            new Fix($"Give up here too", true,
            [
                new TextEdit(file, statement.Pos, statement.End, $"select {{\n{indent}case {file.Text(statement.Pos, statement.End)}:\n"
                    + $"{indent}case {file.Text(stop.Comm!.Pos, stop.Comm.End)}:\n{indent}\t{file.Text(leave.Pos, leave.End)}\n{indent}}}"),
            ]),
        ];
    }

    private FlowFunction? FunctionOf(FlowFunction function, Node node)
    {
        for (var at = function.Parents.Of(node); at != null; at = function.Parents.Of(at))
        {
            if (package.Flow.FunctionOf(at) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static bool IsSeen(ChannelUse use, CommClause stop) => IsSeenIn(use, stop.Comm!);

    // All names mean the same at the place of the use.
    private static bool IsSeenIn(ChannelUse use, Node code) => !NodeSearch.Any(code, n => n is Ident name
        && use.File.UseOf(name) is Var { IsField: false } variable
        && use.File.Scope.Innermost(use.Syntax.Pos).LookupParent(name.Name, use.Syntax.Pos, out _) != variable);
}
