using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>Follows whether an Add is met by something that may call Done.</summary>
internal sealed class AddProblem : PathProblem<AddProblem.Pending>
{
    private readonly FlowFunction function;
    private readonly WaitGroupCall add;
    private readonly Node? addStep;
    private readonly HashSet<Node> waits = new(ReferenceEqualityComparer.Instance);

    public AddProblem(FlowFunction function, WaitGroupCall add, WaitGroupCalls calls)
    {
        this.function = function;
        this.add = add;
        addStep = GraphSteps.Of(function, add.Call);
        foreach (var call in calls.In(function))
        {
            if (call.Group == add.Group && call.Method == "Wait" && function.Parents.Of(call.Call) is ExprStmt statement)
            {
                waits.Add(statement);
            }
        }
    }

    /// <inheritdoc/>
    public override Pending Initial => default;

    /// <summary>True if on some path a goroutine that calls Done is started.</summary>
    public bool IsUndoneSomewhere { get; private set; }

    /// <summary>A Wait that is reached while the Add is not met; or null.</summary>
    public Node? Wait { get; private set; }

    /// <inheritdoc/>
    public override Pending Apply(FlowNode node, Pending state, PathStepContext<Pending> context)
    {
        if (node.Kind is FlowNodeKind.RunDefers or FlowNodeKind.Select or FlowNodeKind.RangeNext)
        {
            return state;
        }

        if (node.Syntax == addStep)
        {
            return new Pending(true);
        }

        if (!state.IsPending)
        {
            return state;
        }

        if (waits.Contains(node.Syntax))
        {
            Wait ??= node.Syntax;
            return state;
        }

        if (!MayUndo(node.Syntax))
        {
            return state;
        }

        IsUndoneSomewhere |= node.Syntax is GoStmt && WaitGroupMentions.Count(function.File, node.Syntax, add.Group) > 0;
        return default;
    }

    // A goroutine, the group itself handed on, a function value, or a call of this package.
    private bool MayUndo(Node step)
    {
        if (step is GoStmt or DeferStmt or SendStmt || WaitGroupMentions.Count(function.File, step, add.Group) > 0)
        {
            return true;
        }

        var search = new CallSearch(function);
        search.Visit(step);
        return search.Found;
    }

    /// <summary>Whether the Add is still to be met.</summary>
    internal readonly record struct Pending(bool IsPending);

    private sealed class CallSearch(FlowFunction function) : SyntaxVisitor
    {
        public bool Found { get; private set; }

        public override void VisitCallExpr(CallExpr node)
        {
            switch (Callees.Of(function.File, node))
            {
                case Func callee:
                    Found |= function.Package.FunctionOf(callee) != null || callee.Signature.Recv?.Type.Underlying is InterfaceType
                        || node.Args.Any(a => function.File.TypeOf(a).Type?.Underlying is Signature);
                    break;
                case Builtin or TypeName:
                    break;
                default:
                    Found = true;
                    break;
            }

            base.VisitCallExpr(node);
        }
    }
}
