using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Unpark.Go.Syntax;

namespace Unpark.Flow;

/// <summary>Builds a <see cref="ControlFlowGraph"/>. Source: Go specification, "Statements".</summary>
internal sealed class GraphBuilder
{
    private readonly Node function;
    private readonly BlockStmt body;
    private readonly ICallOracle calls;
    private readonly List<BlockUnderConstruction> blocks = [];
    private readonly List<DeferStmt> defers = [];
    private readonly Dictionary<string, LabelTargets> labels = [];
    private readonly BlockUnderConstruction exit = new(FlowBlockKind.Exit);
    private BlockUnderConstruction? panicExit;
    private BlockUnderConstruction? goexitExit;
    private BlockUnderConstruction current;
    private Targets? targets;
    private bool recovers;

    public GraphBuilder(Node function, BlockStmt body, ICallOracle calls)
    {
        this.function = function;
        this.body = body;
        this.calls = calls;
        current = NewBlock(FlowBlockKind.Entry);
    }

    public ControlFlowGraph Build()
    {
        CollectDefers.In(body, defers);
        foreach (var defer in defers)
        {
            recovers |= calls.Recovers(defer);
        }

        StatementList(body.List);
        if (current.IsEntered || current.Nodes.Count > 0 || current == blocks[0])
        {
            Leave(FlowEdgeKind.Return, exit, body);
        }

        foreach (var label in labels.Values)
        {
            if (!label.Begun)
            {
                // Invalid: a goto to a label that is not declared.
                label.Statement.Ending = FlowEnding.Blocked;
                blocks.Add(label.Statement);
            }
        }

        blocks.Add(exit);
        if (panicExit != null)
        {
            if (recovers)
            {
                panicExit.Edge(exit, FlowEdgeKind.Recovered, null);
            }

            blocks.Add(panicExit);
        }

        if (goexitExit != null)
        {
            blocks.Add(goexitExit);
        }

        return Freeze();
    }

    private BlockUnderConstruction NewBlock(FlowBlockKind kind)
    {
        var block = new BlockUnderConstruction(kind);
        blocks.Add(block);
        return block;
    }

    // A block is listed when it is begun, not when it is made, so that the blocks are in source order.
    private void Begin(BlockUnderConstruction block)
    {
        blocks.Add(block);
        current = block;
    }

    private void Add(FlowNodeKind kind, Node syntax)
    {
        current.Nodes.Add(new FlowNode(kind, syntax));
        if (recovers && kind != FlowNodeKind.RunDefers && CallFinder.HasCall(syntax))
        {
            current.Edge(PanicExit(), FlowEdgeKind.Panic, syntax);
            var next = new BlockUnderConstruction(FlowBlockKind.Follow);
            current.Edge(next, FlowEdgeKind.Jump, null);
            Begin(next);
        }
    }

    private BlockUnderConstruction PanicExit()
    {
        if (panicExit == null)
        {
            panicExit = new BlockUnderConstruction(FlowBlockKind.PanicExit);
            if (defers.Count > 0)
            {
                panicExit.Nodes.Add(new FlowNode(FlowNodeKind.RunDefers, body));
            }
        }

        return panicExit;
    }

    private BlockUnderConstruction GoexitExit()
    {
        if (goexitExit == null)
        {
            goexitExit = new BlockUnderConstruction(FlowBlockKind.GoexitExit);
            if (defers.Count > 0)
            {
                goexitExit.Nodes.Add(new FlowNode(FlowNodeKind.RunDefers, body));
            }
        }

        return goexitExit;
    }

    /// <summary>Ends the current block with an edge; what is written next is reached only by a label.</summary>
    private void Leave(FlowEdgeKind kind, BlockUnderConstruction to, Node? syntax)
    {
        if (kind == FlowEdgeKind.Return && defers.Count > 0)
        {
            Add(FlowNodeKind.RunDefers, syntax!);
        }

        current.Edge(to, kind, syntax);
        Begin(new BlockUnderConstruction(FlowBlockKind.Follow));
    }

    private void Jump(BlockUnderConstruction to) => current.Edge(to, FlowEdgeKind.Jump, null);

    private void Stop(FlowEnding ending)
    {
        current.Ending = ending;
        Begin(new BlockUnderConstruction(FlowBlockKind.Follow));
    }

    private void StatementList(ImmutableArray<Stmt> list)
    {
        foreach (var statement in list)
        {
            Statement(statement, null);
        }
    }

    private void Statement(Stmt statement, LabelTargets? label)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            StackGuard.Run((Builder: this, statement, label), static at => at.Builder.StatementHere(at.statement, at.label));
            return;
        }

        StatementHere(statement, label);
    }

    private void StatementHere(Stmt statement, LabelTargets? label)
    {
        switch (statement)
        {
            case EmptyStmt:
                break;
            case ReturnStmt node:
                Add(FlowNodeKind.Statement, node);
                if (node.Results.Length == 1 && EndsAt(node.Results[0], node))
                {
                    break;
                }

                Leave(FlowEdgeKind.Return, exit, node);
                break;
            case BranchStmt node:
                Branch(node);
                break;
            case BlockStmt node:
                StatementList(node.List);
                break;
            case LabeledStmt node:
                Labelled(node);
                break;
            case IfStmt node:
                If(node);
                break;
            case ForStmt node:
                For(node, label);
                break;
            case RangeStmt node:
                RangeLoop(node, label);
                break;
            case SwitchStmt node:
                Switch(node, label);
                break;
            case TypeSwitchStmt node:
                TypeSwitch(node, label);
                break;
            case SelectStmt node:
                Select(node, label);
                break;
            case ExprStmt node:
                Add(FlowNodeKind.Statement, node);
                EndsAt(node.X, node);
                break;
            case AssignStmt { Rhs.Length: 1 } node:
                Add(FlowNodeKind.Statement, node);
                EndsAt(node.Rhs[0], node);
                break;
            default:
                Add(FlowNodeKind.Statement, statement);
                break;
        }
    }

    /// <summary>Ends the block if evaluating the expression is a call that does not return.</summary>
    private bool EndsAt(Expr expression, Node statement)
    {
        while (expression is ParenExpr paren)
        {
            expression = paren.X;
        }

        if (expression is not CallExpr call)
        {
            return false;
        }

        switch (calls.EndingOf(call))
        {
            case CallEnding.Panics:
                Leave(FlowEdgeKind.Panic, PanicExit(), statement);
                return true;
            case CallEnding.EndsGoroutine:
                Leave(FlowEdgeKind.Goexit, GoexitExit(), statement);
                return true;
            case CallEnding.EndsProcess:
                Stop(FlowEnding.Process);
                return true;
            case CallEnding.NeverReturns:
                Stop(FlowEnding.Blocked);
                return true;
            default:
                return false;
        }
    }

    private LabelTargets LabelOf(string name)
    {
        if (!labels.TryGetValue(name, out var label))
        {
            label = new LabelTargets(new BlockUnderConstruction(FlowBlockKind.Label));
            labels.Add(name, label);
        }

        return label;
    }

    private void Labelled(LabeledStmt node)
    {
        var label = LabelOf(node.Label.Name);
        Jump(label.Statement);
        if (label.Begun)
        {
            // A label declared twice is invalid; the second one is only fallen into.
            label = new LabelTargets(new BlockUnderConstruction(FlowBlockKind.Label));
            Jump(label.Statement);
        }

        label.Begun = true;
        Begin(label.Statement);
        Statement(node.Stmt, label);
    }

    private void Branch(BranchStmt node)
    {
        BlockUnderConstruction? to = null;
        if (node.Tok == TokenKind.Goto)
        {
            to = node.Label != null ? LabelOf(node.Label.Name).Statement : null;
        }
        else if (node.Label != null)
        {
            var label = LabelOf(node.Label.Name);
            to = node.Tok == TokenKind.Break ? label.Break : label.Continue;
        }
        else
        {
            for (var t = targets; t != null && to == null; t = t.Outer)
            {
                to = node.Tok switch
                {
                    TokenKind.Break => t.Break,
                    TokenKind.Continue => t.Continue,
                    _ => t.Fallthrough,
                };
            }
        }

        Add(FlowNodeKind.Statement, node);
        if (to == null)
        {
            // Invalid: there is nothing to break out of. Control cannot go on from here either.
            Stop(FlowEnding.Blocked);
            return;
        }

        Leave(FlowEdgeKind.Jump, to, null);
    }

    private void If(IfStmt node)
    {
        if (node.Init != null)
        {
            Statement(node.Init, null);
        }

        var then = new BlockUnderConstruction(FlowBlockKind.IfThen);
        var done = new BlockUnderConstruction(FlowBlockKind.IfDone);
        var otherwise = node.Else != null ? new BlockUnderConstruction(FlowBlockKind.IfElse) : done;
        Condition(node.Cond, then, otherwise);
        Begin(then);
        StatementList(node.Body.List);
        Jump(done);
        if (node.Else != null)
        {
            Begin(otherwise);
            Statement(node.Else, null);
            Jump(done);
        }

        Begin(done);
    }

    private void Condition(Expr condition, BlockUnderConstruction yes, BlockUnderConstruction no)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            StackGuard.Run((Builder: this, condition, yes, no), static at => at.Builder.Condition(at.condition, at.yes, at.no));
            return;
        }

        switch (condition)
        {
            case ParenExpr paren:
                Condition(paren.X, yes, no);
                break;
            case UnaryExpr { Op: TokenKind.Not } negation:
                Condition(negation.X, no, yes);
                break;
            case BinaryExpr { Op: TokenKind.LAnd } and:
                var right = new BlockUnderConstruction(FlowBlockKind.Operand);
                Condition(and.X, right, no);
                Begin(right);
                Condition(and.Y, yes, no);
                break;
            case BinaryExpr { Op: TokenKind.LOr } or:
                right = new BlockUnderConstruction(FlowBlockKind.Operand);
                Condition(or.X, yes, right);
                Begin(right);
                Condition(or.Y, yes, no);
                break;
            default:
                Add(FlowNodeKind.Condition, condition);
                current.Edge(yes, FlowEdgeKind.True, condition);
                current.Edge(no, FlowEdgeKind.False, condition);
                break;
        }
    }

    private void For(ForStmt node, LabelTargets? label)
    {
        if (node.Init != null)
        {
            Statement(node.Init, null);
        }

        var head = new BlockUnderConstruction(FlowBlockKind.ForHead) { Loop = node };
        var done = new BlockUnderConstruction(FlowBlockKind.ForDone);
        var next = node.Post != null ? new BlockUnderConstruction(FlowBlockKind.ForPost) : head;
        Enter(label, done, next);
        Jump(head);
        Begin(head);
        var inner = new BlockUnderConstruction(FlowBlockKind.ForBody);
        if (node.Cond != null)
        {
            Condition(node.Cond, inner, done);
        }
        else
        {
            Jump(inner);
        }

        Begin(inner);
        StatementList(node.Body.List);
        Jump(next);
        if (node.Post != null)
        {
            Begin(next);
            Statement(node.Post, null);
            Jump(head);
        }

        targets = targets!.Outer;
        Begin(done);
    }

    private void RangeLoop(RangeStmt node, LabelTargets? label)
    {
        Add(FlowNodeKind.Operand, node.X);
        var head = new BlockUnderConstruction(FlowBlockKind.RangeHead) { Loop = node };
        var inner = new BlockUnderConstruction(FlowBlockKind.RangeBody);
        var done = new BlockUnderConstruction(FlowBlockKind.RangeDone);
        Enter(label, done, head);
        Jump(head);
        Begin(head);
        current.Edge(inner, FlowEdgeKind.Next, node);
        if (!calls.IsEndless(node))
        {
            current.Edge(done, FlowEdgeKind.Done, node);
        }

        Begin(inner);
        Add(FlowNodeKind.RangeNext, node);
        StatementList(node.Body.List);
        Jump(head);
        targets = targets!.Outer;
        Begin(done);
    }

    private void Switch(SwitchStmt node, LabelTargets? label)
    {
        if (node.Init != null)
        {
            Statement(node.Init, null);
        }

        if (node.Tag != null)
        {
            Add(FlowNodeKind.Operand, node.Tag);
        }

        var done = new BlockUnderConstruction(FlowBlockKind.SwitchDone);
        var bodies = Bodies(node.Body, FlowBlockKind.CaseBody);
        Enter(label, done, null);
        var otherwise = done;
        for (var i = 0; i < bodies.Length; i++)
        {
            if (node.Body.List[i] is not CaseClause clause)
            {
                continue;
            }

            if (clause.IsDefault)
            {
                otherwise = bodies[i];
            }

            foreach (var value in clause.List)
            {
                var next = new BlockUnderConstruction(FlowBlockKind.CaseTest);
                if (node.Tag == null)
                {
                    Condition(value, bodies[i], next);
                }
                else
                {
                    Add(FlowNodeKind.Condition, value);
                    current.Edge(bodies[i], FlowEdgeKind.Match, value, node.Tag);
                    current.Edge(next, FlowEdgeKind.NoMatch, value, node.Tag);
                }

                Begin(next);
            }
        }

        Jump(otherwise);
        CaseBodies(node.Body, bodies, done);
        targets = targets!.Outer;
        Begin(done);
    }

    private void TypeSwitch(TypeSwitchStmt node, LabelTargets? label)
    {
        if (node.Init != null)
        {
            Statement(node.Init, null);
        }

        Add(FlowNodeKind.Statement, node.Assign);
        var done = new BlockUnderConstruction(FlowBlockKind.SwitchDone);
        var bodies = Bodies(node.Body, FlowBlockKind.CaseBody);
        Enter(label, done, null);
        var otherwise = done;
        for (var i = 0; i < bodies.Length; i++)
        {
            if (node.Body.List[i] is not CaseClause clause)
            {
                continue;
            }

            if (clause.IsDefault)
            {
                otherwise = bodies[i];
                continue;
            }

            var next = new BlockUnderConstruction(FlowBlockKind.CaseTest);
            current.Edge(bodies[i], FlowEdgeKind.Match, clause);
            current.Edge(next, FlowEdgeKind.NoMatch, clause);
            Begin(next);
        }

        Jump(otherwise);
        CaseBodies(node.Body, bodies, done);
        targets = targets!.Outer;
        Begin(done);
    }

    private void CaseBodies(BlockStmt clauses, BlockUnderConstruction[] bodies, BlockUnderConstruction done)
    {
        for (var i = 0; i < bodies.Length; i++)
        {
            targets!.Fallthrough = i + 1 < bodies.Length ? bodies[i + 1] : null;
            Begin(bodies[i]);
            if (clauses.List[i] is CaseClause clause)
            {
                StatementList(clause.Body);
            }
            else
            {
                Statement(clauses.List[i], null);
            }

            Jump(done);
        }
    }

    private void Select(SelectStmt node, LabelTargets? label)
    {
        Add(FlowNodeKind.Select, node);
        var done = new BlockUnderConstruction(FlowBlockKind.SelectDone);
        var clauses = Bodies(node.Body, FlowBlockKind.SelectClause);
        if (clauses.Length == 0)
        {
            Stop(FlowEnding.Blocked);
            return;
        }

        Enter(label, done, null);
        for (var i = 0; i < clauses.Length; i++)
        {
            current.Edge(clauses[i], FlowEdgeKind.Chosen, node.Body.List[i]);
        }

        for (var i = 0; i < clauses.Length; i++)
        {
            Begin(clauses[i]);
            if (node.Body.List[i] is CommClause clause)
            {
                if (clause.Comm != null)
                {
                    Add(FlowNodeKind.Communication, clause.Comm);
                }

                StatementList(clause.Body);
            }
            else
            {
                Statement(node.Body.List[i], null);
            }

            Jump(done);
        }

        targets = targets!.Outer;
        Begin(done);
    }

    private static BlockUnderConstruction[] Bodies(BlockStmt clauses, FlowBlockKind kind)
    {
        var bodies = new BlockUnderConstruction[clauses.List.Length];
        for (var i = 0; i < bodies.Length; i++)
        {
            bodies[i] = new BlockUnderConstruction(kind);
        }

        return bodies;
    }

    private void Enter(LabelTargets? label, BlockUnderConstruction @break, BlockUnderConstruction? @continue)
    {
        targets = new Targets(targets, @break, @continue);
        if (label != null)
        {
            label.Break = @break;
            label.Continue = @continue;
        }
    }

    private ControlFlowGraph Freeze()
    {
        MarkLive();
        var kept = ImmutableArray.CreateBuilder<FlowBlock>(blocks.Count);
        foreach (var block in blocks)
        {
            // Nothing is written in it and nothing leads to it: the place behind a return.
            block.Kept = block.Live || block.Nodes.Count > 0 || block == exit || block == panicExit || block == goexitExit;
            if (block.Kept)
            {
                block.Frozen = new FlowBlock(block.Kind)
                {
                    Index = kept.Count,
                    Nodes = [.. block.Nodes],
                    Ending = block.Ending,
                    Loop = block.Loop,
                    IsLive = block.Live,
                };
                kept.Add(block.Frozen);
            }
        }

        var into = new List<FlowEdge>[kept.Count];
        for (var i = 0; i < into.Length; i++)
        {
            into[i] = [];
        }

        foreach (var block in blocks)
        {
            if (!block.Kept)
            {
                continue;
            }

            var successors = ImmutableArray.CreateBuilder<FlowEdge>(block.Edges.Count);
            foreach (var (to, kind, syntax, tag) in block.Edges)
            {
                if (to.Kept)
                {
                    var edge = new FlowEdge(block.Frozen!, to.Frozen!, kind, syntax, tag);
                    successors.Add(edge);
                    into[to.Frozen!.Index].Add(edge);
                }
            }

            block.Frozen!.Successors = successors.ToImmutable();
        }

        foreach (var block in kept)
        {
            block.Predecessors = [.. into[block.Index]];
        }

        return new ControlFlowGraph(function, body, kept.ToImmutable(), exit.Frozen!, panicExit?.Frozen,
            goexitExit?.Frozen, [.. defers], recovers);
    }

    private void MarkLive()
    {
        var stack = new Stack<BlockUnderConstruction>();
        blocks[0].Live = true;
        stack.Push(blocks[0]);
        while (stack.TryPop(out var block))
        {
            foreach (var edge in block.Edges)
            {
                if (!edge.To.Live)
                {
                    edge.To.Live = true;
                    stack.Push(edge.To);
                }
            }
        }
    }

    private sealed class BlockUnderConstruction(FlowBlockKind kind)
    {
        public FlowBlockKind Kind { get; } = kind;

        public List<FlowNode> Nodes { get; } = [];

        public List<(BlockUnderConstruction To, FlowEdgeKind Kind, Node? Syntax, Expr? Tag)> Edges { get; } = [];

        public FlowEnding Ending { get; set; }

        public Stmt? Loop { get; init; }

        public bool Live { get; set; }

        public bool Kept { get; set; }

        public bool IsEntered { get; private set; }

        public FlowBlock? Frozen { get; set; }

        public void Edge(BlockUnderConstruction to, FlowEdgeKind kind, Node? syntax, Expr? tag = null)
        {
            Edges.Add((to, kind, syntax, tag));
            to.IsEntered = true;
        }
    }

    private sealed class LabelTargets(BlockUnderConstruction statement)
    {
        public BlockUnderConstruction Statement { get; } = statement;

        public BlockUnderConstruction? Break { get; set; }

        public BlockUnderConstruction? Continue { get; set; }

        public bool Begun { get; set; }
    }

    private sealed class Targets(Targets? outer, BlockUnderConstruction @break, BlockUnderConstruction? @continue)
    {
        public Targets? Outer { get; } = outer;

        public BlockUnderConstruction Break { get; } = @break;

        public BlockUnderConstruction? Continue { get; } = @continue;

        public BlockUnderConstruction? Fallthrough { get; set; }
    }
}
