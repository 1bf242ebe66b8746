using Unpark.Analysis.Goroutines;
using Unpark.Analysis.Obligations;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>
/// Tells which functions are called only by such as end the process once the call fails: what a failing call leaves behind
/// goes with the process.
/// </summary>
internal sealed class FatalErrors
{
    private const int MaxCallers = 4;
    private readonly FlowPackage package;
    private readonly Dictionary<FlowFunction, bool> known = [];
    private readonly Dictionary<(FlowFunction, int), bool> checks = [];

    /// <summary>Makes it for one package.</summary>
    public FatalErrors(FlowPackage package)
    {
        this.package = package;
    }

    /// <summary>True if an error of the function ends the process, whoever has called it.</summary>
    public bool Of(FlowFunction function) => Of(function, 0);

    private bool Of(FlowFunction function, int depth)
    {
        if (!known.TryGetValue(function, out var fatal))
        {
            fatal = depth < MaxCallers && function.Outer == null && !package.CallGraph.IsOpen(function)
                && package.CallGraph.CallersOf(function).All(c => IsFatal(c.Caller, c.Call, depth));
            known[function] = fatal;
        }

        return fatal;
    }

    private bool IsFatal(FlowFunction caller, CallExpr call, int depth)
    {
        switch (caller.Parents.Of(call))
        {
            case GoStmt or DeferStmt:
                return false;
            case ReturnStmt { Results.Length: 1 }:
                return EndsWith(caller) || Of(caller, depth + 1);
            case CallExpr around when caller.Parents.Of(around) is ExprStmt && around.Fun != call:
                // log.Fatal(run()), check(run())
                return IsEnd(caller, around) || IsCheck(caller, around, call);
        }

        if (ResultUse.Of(caller, call, NumberOfError(caller.File, call)) is not { Statement: { } statement, Target: Ident target }
            || caller.File.ObjectOf(target) is not Var { IsField: false, Kind: VarKind.Local or VarKind.Result } error)
        {
            return false;
        }

        var problem = new FailureProblem(this, caller, statement, error);
        var conditions = new ConditionTable(caller);
        var exploration = PathExplorer.Explore(caller.Graph, conditions, problem, true);
        return exploration.IsComplete && !problem.ComesBack
            && exploration.Exits.All(exit => exit.State.Outcome != Outcome.Failed || exit.Edge.Kind switch
            {
                FlowEdgeKind.Return => EndsWith(caller) || (exit.Edge.Syntax is ReturnStmt end && ReturnOutcome.IsError(caller)
                    && ReturnOutcome.Of(caller, conditions, end, exit.Facts) == false && Of(caller, depth + 1)),
                FlowEdgeKind.Panic => IsPanicLast(caller, 0),
                _ => false,
            })
            && caller.Graph.ReversePostOrder.All(block => IsForFailureOnly(caller, exploration, block));
    }

    // What is done after the failure and after a success too is the program going on, but for what ends it.
    private bool IsForFailureOnly(FlowFunction caller, PathExploration<FailureState> exploration, FlowBlock block)
    {
        var points = exploration.At(block);
        if (points.All(p => p.State.Outcome != Outcome.Failed))
        {
            return true;
        }

        return block.Ending != FlowEnding.Blocked && (points.All(p => p.State.Outcome == Outcome.Failed)
            || block.Nodes.All(n => n.Kind is FlowNodeKind.RunDefers || NodeSearch.All<CallExpr>(n.Syntax, literals: false)
                .All(call => IsEnd(caller, call) || Callees.Of(caller.File, call) is Builtin)));
    }

    private static int NumberOfError(TypedFile file, CallExpr call) =>
        file.TypeOf(call).Type is TupleType tuple ? tuple.Length - 1 : 0;

    private static bool EndsWith(FlowFunction function) => ProcessEnd.IsReturnOf(function)
        || (function.Package.Package.Package.Name == "main" && function.Object is { IsMethod: false, Name: "main" });

    private bool IsEnd(FlowFunction function, CallExpr call) => package.CallsIn(function.File).EndingOf(call) switch
    {
        CallEnding.EndsProcess => true,
        CallEnding.Panics => IsPanicLast(function, 0),
        _ => false,
    };

    // check(err): it does not return if the error is not nil.
    private bool IsCheck(FlowFunction function, CallExpr call, Expr error)
    {
        if (Callees.FunctionOf(function.File, call) is not { } callee || call.Args.IndexOf(error) is not (>= 0 and var index))
        {
            return false;
        }

        if (package.FunctionOf(callee) is not { } body)
        {
            return callee is { Name: "CheckErr", Package.Path: "github.com/spf13/cobra" };
        }

        if (!checks.TryGetValue((body, index), out var isCheck))
        {
            isCheck = body.ParameterAt(index) is { } parameter && GoTypes.IsError(parameter.Type)
                && body.Locals.Of(parameter) is { Assignments: 1, IsPrivate: true } && NeverReturnsWith(body, parameter);
            checks[(body, index)] = isCheck;
        }

        return isCheck;
    }

    private bool NeverReturnsWith(FlowFunction function, Var error)
    {
        var seen = new HashSet<FlowBlock>();
        var work = new Stack<FlowBlock>();
        work.Push(function.Graph.Entry);
        var ends = false;
        while (work.TryPop(out var block))
        {
            if (!seen.Add(block))
            {
                continue;
            }

            ends |= block.Ending == FlowEnding.Process;
            foreach (var edge in block.Successors)
            {
                switch (edge.Kind)
                {
                    case FlowEdgeKind.Return or FlowEdgeKind.Goexit or FlowEdgeKind.Recovered:
                        return false;
                    case FlowEdgeKind.Panic when IsPanicLast(function, 0):
                        ends = true;
                        break;
                    case FlowEdgeKind.Panic:
                        return false;
                    default:
                        if (!RoundTrip.NeedsNil(function, edge, error))
                        {
                            work.Push(edge.To);
                        }

                        break;
                }
            }
        }

        return ends;
    }

    // A panic ends the process where nobody can recover: in main, in a goroutine, and in what only these call.
    private bool IsPanicLast(FlowFunction function, int depth)
    {
        if (function.Defers.Any(d => package.CallsIn(function.File).Recovers(d)))
        {
            return false;
        }

        if (function.Outer is { } outer)
        {
            return outer.Parents.Of(function.Syntax) is CallExpr run && run.Fun == function.Syntax
                && (outer.Parents.Of(run) is GoStmt || (depth < MaxCallers && IsPanicLast(outer, depth + 1)));
        }

        if (function.Object is { IsMethod: false, Name: "main" } && package.Package.Package.Name == "main")
        {
            return true;
        }

        return depth < MaxCallers && !package.CallGraph.IsOpen(function) && package.CallGraph.CallersOf(function)
            .All(c => c.Caller.Parents.Of(c.Call) is GoStmt || IsPanicLast(c.Caller, depth + 1));
    }

    private enum Outcome : byte
    {
        NotCalled,
        Succeeded,
        Failed,
        Ended,
    }

    private readonly record struct FailureState(Outcome Outcome);

    private sealed class FailureProblem(FatalErrors owner, FlowFunction function, Stmt statement, Var error) : PathProblem<FailureState>
    {
        public bool ComesBack { get; private set; }

        public override FailureState Initial => new(Outcome.NotCalled);

        public override FailureState Apply(FlowNode node, FailureState state, PathStepContext<FailureState> context)
        {
            if (node.Syntax == statement && node.Kind == FlowNodeKind.Statement)
            {
                ComesBack |= state.Outcome == Outcome.Failed;
                if (context.Conditions.ConditionThatNil(error) is { } isNil)
                {
                    context.Fork(new FailureState(Outcome.Succeeded), context.Facts.With(isNil.Number, true));
                    context.Facts = context.Facts.With(isNil.Number, false);
                }
                else
                {
                    context.Fork(new FailureState(Outcome.Succeeded), context.Facts);
                }

                return new FailureState(Outcome.Failed);
            }

            return state.Outcome == Outcome.Failed && node.Syntax is ExprStmt { X: CallExpr call } && IsCheck(call)
                ? new FailureState(Outcome.Ended)
                : state;
        }

        // A function of many conditions does not follow all of them. Where panics are recovered, any call might panic.
        public override FailureState? Take(FlowEdge edge, FailureState state) =>
            state.Outcome == Outcome.Failed && (RoundTrip.NeedsNil(function, edge, error)
                || (edge.Kind == FlowEdgeKind.Panic && edge.From.Successors.Length > 1)) ? null : state;

        private bool IsCheck(CallExpr call) => call.Args.Any(a => Callees.Unparen(a) is Ident name
            && function.File.UseOf(name) == error && owner.IsCheck(function, call, a));
    }
}
