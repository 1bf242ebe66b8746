using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <content>Statements. Source: Go specification, "Statements".</content>
internal sealed partial class SsaBuilder
{
    private void Statements(ImmutableArray<Stmt> list)
    {
        foreach (var statement in list)
        {
            Statement(statement, null);
        }
    }

    private void Statement(Stmt? statement, Label? label)
    {
        if (statement == null)
        {
            return;
        }

        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            StackGuard.Run((Builder: this, statement, label), static at => at.Builder.StatementHere(at.statement, at.label));
            return;
        }

        StatementHere(statement, label);
    }

    private void StatementHere(Stmt statement, Label? label)
    {
        switch (statement)
        {
            case EmptyStmt:
                break;
            case ReturnStmt node:
                Return(node, node);
                break;
            case BranchStmt node:
                Branch(node);
                break;
            case BlockStmt node:
                Statements(node.List);
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
                _ = Value(node.X);
                break;
            case AssignStmt node:
                Assign(node);
                break;
            case IncDecStmt node:
                var target = TargetOf(node.X);
                var one = new SsaConst(target.Type ?? UnknownType.Instance, ConstantValue.MakeInt64(1));
                Assign(target, Add(new SsaOperation(node.Tok == TokenKind.Inc ? TokenKind.Add : TokenKind.Sub,
                    one.Type, node, Current(target, node), one)), node);
                break;
            case SendStmt node:
                var channel = Value(node.Chan);
                var sent = Value(node.Value);
                if (SsaTypes.Shape(channel.Type) is ChanType { Elem: var elem })
                {
                    sent = Convert(sent, elem, node.Value);
                }

                Emit(SsaOp.Send, TupleType.Empty, node, channel, sent);
                break;
            case GoStmt node:
                Call(node.Call, SsaOp.Go);
                break;
            case DeferStmt node:
                Call(node.Call, SsaOp.Defer);
                break;
            case DeclStmt { Decl: GenDecl { Tok: TokenKind.Var } declaration }:
                Declare(declaration);
                break;
            case DeclStmt:
                break;
            default:
                Unknown(statement);
                break;
        }
    }

    private void Initialize(Initializer initializer)
    {
        var variables = initializer.Lhs;
        var values = variables.Length == 1
            ? [Value(initializer.Rhs)]
            : Parts(initializer.Rhs, variables.Length);
        for (var i = 0; i < variables.Length; i++)
        {
            if (variables[i].Name != "_")
            {
                Store(Global(variables[i]), values[i], initializer.Rhs);
            }
        }
    }

    private void Declare(GenDecl declaration)
    {
        foreach (var spec in declaration.Specs)
        {
            if (spec is not ValueSpec { Names: var names, Values: var values } node)
            {
                continue;
            }

            if (values.Length == 1 && names.Length > 1)
            {
                var parts = Parts(values[0], names.Length);
                for (var i = 0; i < names.Length; i++)
                {
                    Define(names[i], parts[i], node);
                }

                continue;
            }

            var computed = new SsaValue?[names.Length];
            for (var i = 0; i < values.Length; i++)
            {
                var value = Value(values[i]);
                if (i < names.Length)
                {
                    computed[i] = value;
                }
            }

            for (var i = 0; i < names.Length; i++)
            {
                Define(names[i], computed[i], node);
            }
        }
    }

    private void Define(Ident name, SsaValue? value, Node syntax)
    {
        if (file.DefOf(name) is not Var variable || name.IsBlank)
        {
            return;
        }

        var address = addresses[variable] = Alloc(variable.Type, variable, name);
        if (value != null)
        {
            Store(address, value, syntax);
        }
    }

    private void Assign(AssignStmt node)
    {
        if (node.Tok is not (TokenKind.Assign or TokenKind.Define))
        {
            if (node.Lhs.Length == 1 && node.Rhs.Length == 1)
            {
                var target = TargetOf(node.Lhs[0]);
                var left = Current(target, node);
                Assign(target, Operation(BinaryOf(node.Tok), left, Value(node.Rhs[0]), left.Type, node), node);
            }

            return;
        }

        if (node.Rhs.Length == 1 && node.Lhs.Length > 1)
        {
            var targetsOfAll = TargetsOf(node);
            var parts = Parts(node.Rhs[0], node.Lhs.Length);
            for (var i = 0; i < parts.Length; i++)
            {
                Assign(targetsOfAll[i], parts[i], node, node.Lhs[i]);
            }

            return;
        }

        var places = TargetsOf(node);
        var values = new SsaValue[node.Rhs.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Value(node.Rhs[i]);
            if (i < places.Length && places[i] is { Type: { } type })
            {
                values[i] = Convert(values[i], type, node.Rhs[i]);
            }
        }

        for (var i = 0; i < Math.Min(values.Length, places.Length); i++)
        {
            Assign(places[i], values[i], node, node.Lhs[i]);
        }
    }

    // A variable that is defined does not exist yet: it is made when its value is there.
    private Target[] TargetsOf(AssignStmt node)
    {
        var found = new Target[node.Lhs.Length];
        for (var i = 0; i < found.Length; i++)
        {
            if (node.Tok != TokenKind.Define || node.Lhs[i] is not Ident name || file.DefOf(name) == null)
            {
                found[i] = TargetOf(node.Lhs[i]);
            }
        }

        return found;
    }

    private void Assign(Target target, SsaValue value, Node syntax, Expr? left = null)
    {
        if (target.Map != null)
        {
            Emit(SsaOp.MapUpdate, TupleType.Empty, syntax, target.Map, target.Key!, Convert(value, target.Type!, syntax));
        }
        else if (target.Address != null)
        {
            Store(target.Address, value, syntax);
        }
        else if (left is Ident name)
        {
            Define(name, value, syntax);
        }
    }

    private Target TargetOf(Expr left)
    {
        left = Callees.Unparen(left);
        if (left is Ident { IsBlank: true })
        {
            return default;
        }

        if (left is IndexExpr index && SsaTypes.Shape(TypeOf(index.X)) is MapType map)
        {
            return new Target(null, Value(index.X), Convert(Value(index.Index), map.Key, index.Index), map.Elem);
        }

        var address = Address(left);
        return new Target(address, null, null, Elem(address.Type));
    }

    private SsaInstruction Current(Target target, Node syntax) => target switch
    {
        { Map: { } map } => Emit(SsaOp.MapIndex, target.Type!, syntax, map, target.Key!),
        { Address: { } address } => Load(address, syntax),
        _ => Unknown(syntax),
    };

    private void Return(ReturnStmt? node, Node syntax)
    {
        var values = new SsaValue[results.Count];
        if (node is { Results.Length: > 0 })
        {
            var given = node.Results.Length == 1 && values.Length > 1 ? Parts(node.Results[0], values.Length) : null;
            for (var i = 0; i < node.Results.Length; i++)
            {
                var value = given == null ? Value(node.Results[i]) : null;
                if (i < values.Length && value != null)
                {
                    values[i] = Convert(value, results[i].Type, node.Results[i]);
                }
            }

            for (var i = 0; i < values.Length; i++)
            {
                values[i] ??= given != null ? Convert(given[i], results[i].Type, node) : Unknown(node, results[i].Type);
            }

            for (var i = 0; i < values.Length; i++)
            {
                if (results[i].Alloc is { } alloc)
                {
                    Store(alloc, values[i], node);
                }
            }
        }
        else
        {
            for (var i = 0; i < values.Length; i++)
            {
                if (results[i].Alloc == null)
                {
                    // The end of a body that control does not reach, or an invalid return.
                    values[i] = new SsaConst(results[i].Type, null);
                }
            }
        }

        StopRanges(null, syntax);
        if (hasDefers)
        {
            Emit(SsaOp.RunDefers, TupleType.Empty, syntax);
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (results[i].Alloc is { } alloc)
            {
                values[i] = Load(alloc, syntax);
            }
        }

        Terminate(new SsaInstruction(SsaOp.Return, TupleType.Empty, syntax, values));
    }

    private Label LabelOf(string name)
    {
        if (!labels.TryGetValue(name, out var label))
        {
            label = new Label(NewBlock(FlowBlockKind.Label));
            labels.Add(name, label);
        }

        return label;
    }

    private void Labelled(LabeledStmt node)
    {
        var label = LabelOf(node.Label.Name);
        if (label.IsDeclared)
        {
            // Declared twice, which is invalid; the second one is only fallen into.
            label = new Label(NewBlock(FlowBlockKind.Label));
        }

        label.IsDeclared = true;
        Jump(label.Block);
        blocks[^1] = label.Block;
        current = label.Block;
        Statement(node.Stmt, label);
    }

    private void Branch(BranchStmt node)
    {
        SsaBlock? to = null;
        // The statement whose body control stays in.
        var until = targets;
        if (node.Tok == TokenKind.Goto)
        {
            to = node.Label != null ? LabelOf(node.Label.Name).Block : null;
            until = node.Label != null ? Around(node.Label.Name) : targets;
        }
        else if (node.Label != null)
        {
            var label = LabelOf(node.Label.Name);
            to = node.Tok == TokenKind.Break ? label.Break : label.Continue;
            until = node.Tok == TokenKind.Break ? label.Targets?.Outer : label.Targets;
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
                until = node.Tok == TokenKind.Break ? t.Outer : t;
            }
        }

        if (to == null)
        {
            Terminate(new SsaUnreachable(CallEnding.NeverReturns, node));
            return;
        }

        StopRanges(until, node);
        Jump(to);
    }

    private void If(IfStmt node)
    {
        Statement(node.Init, null);
        var then = NewBlock(FlowBlockKind.IfThen);
        var done = NewBlock(FlowBlockKind.IfDone);
        var otherwise = node.Else != null ? NewBlock(FlowBlockKind.IfElse) : done;
        Condition(node.Cond, then, otherwise);
        Begin(then);
        Statements(node.Body.List);
        Jump(done);
        if (node.Else != null)
        {
            Begin(otherwise);
            Statement(node.Else, null);
            Jump(done);
        }

        Begin(done);
    }

    private void Condition(Expr condition, SsaBlock yes, SsaBlock no)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            StackGuard.Run((Builder: this, condition, yes, no), static at => at.Builder.Condition(at.condition, at.yes, at.no));
            return;
        }

        SsaBlock right;
        switch (condition)
        {
            case ParenExpr paren:
                Condition(paren.X, yes, no);
                break;
            case UnaryExpr { Op: TokenKind.Not } negation:
                Condition(negation.X, no, yes);
                break;
            case BinaryExpr { Op: TokenKind.LAnd } both when file.TypeOf(both).Value == null:
                right = NewBlock(FlowBlockKind.Operand);
                Condition(both.X, right, no);
                Begin(right);
                Condition(both.Y, yes, no);
                break;
            case BinaryExpr { Op: TokenKind.LOr } either when file.TypeOf(either).Value == null:
                right = NewBlock(FlowBlockKind.Operand);
                Condition(either.X, yes, right);
                Begin(right);
                Condition(either.Y, yes, no);
                break;
            default:
                If(Value(condition), condition, yes, no);
                break;
        }
    }

    private void For(ForStmt node, Label? label)
    {
        Statement(node.Init, null);
        var head = NewBlock(FlowBlockKind.ForHead);
        var done = NewBlock(FlowBlockKind.ForDone);
        var next = node.Post != null ? NewBlock(FlowBlockKind.ForPost) : head;
        var shared = IterationVariables(node);
        if (shared.Count > 0 && node.Post == null)
        {
            next = NewBlock(FlowBlockKind.ForPost);
        }

        Enter(label, done, next);
        Jump(head);
        Begin(head);
        var carried = new List<SsaValue>(shared.Count);
        foreach (var variable in shared)
        {
            // Each iteration has a variable of its own, which begins as the one before ended.
            carried.Add(addresses[variable]);
            var own = Alloc(variable.Type, variable, node);
            Store(own, Load(addresses[variable], node), node);
            addresses[variable] = own;
        }

        var inner = NewBlock(FlowBlockKind.ForBody);
        if (node.Cond != null)
        {
            Condition(node.Cond, inner, done);
        }
        else
        {
            Jump(inner);
        }

        Begin(inner);
        Statements(node.Body.List);
        Jump(next);
        if (next != head)
        {
            Begin(next);
            for (var i = 0; i < shared.Count; i++)
            {
                Store(carried[i], Load(addresses[shared[i]], node), node);
                addresses[shared[i]] = carried[i];
            }

            Statement(node.Post, null);
            Jump(head);
        }

        targets = targets!.Outer;
        Begin(done);
    }

    /// <summary>The variables of a loop that live on in closures or pointers, if iterations have their own (Go 1.22).</summary>
    private List<Var> IterationVariables(ForStmt node)
    {
        var shared = new List<Var>();
        if (node.Init is AssignStmt { Tok: TokenKind.Define } init && file.Version.Allows(22) && captures != null)
        {
            foreach (var left in init.Lhs)
            {
                if (left is Ident name && file.DefOf(name) is Var variable && captures.IsShared(variable)
                    && !captures.IsConstant(variable) && addresses.ContainsKey(variable))
                {
                    shared.Add(variable);
                }
            }
        }

        return shared;
    }

    private void RangeLoop(RangeStmt node, Label? label)
    {
        // Of an array of which only the places are wanted the length is all that matters (Go specification, "For range").
        var over = node.Value is null or Ident { IsBlank: true } && SsaTypes.Shape(TypeOf(node.X)) is ArrayType { Length: >= 0 and var length }
            && !CallFinder.Has(node.X) ? Int(length) : Value(node.X);
        var shape = SsaTypes.Shape(over.Type);
        var head = NewBlock(FlowBlockKind.RangeHead);
        var inner = NewBlock(FlowBlockKind.RangeBody);
        var done = NewBlock(FlowBlockKind.RangeDone);
        SsaValue? range = null;
        var (keyType, valueType) = IterationTypes(over.Type, shape);
        if (shape is not ChanType)
        {
            range = Emit(SsaOp.Range, UnknownType.Instance, node, over);
        }

        // Before Go 1.22 the iterations share their variables.
        if (node.Tok == TokenKind.Define && !file.Version.Allows(22))
        {
            DefineIteration(node.Key);
            DefineIteration(node.Value);
        }

        Enter(label, done, head);
        if (shape is Signature)
        {
            targets!.Range = range;
            targets.Body = node.Body;
        }

        Jump(head);
        Begin(head);
        SsaInstruction step;
        if (range == null)
        {
            step = Emit(SsaOp.Receive, keyType, node, over);
            step.HasOk = true;
            if (oracle.IsEndless(node))
            {
                Jump(inner);
            }
            else
            {
                If(Emit(SsaOp.Ok, Universe.Bool, node, step), node, inner, done);
            }
        }
        else
        {
            step = Emit(SsaOp.RangeNext, Universe.Bool, node, range);
            If(step, node, inner, done);
        }

        Begin(inner);
        // What is assigned to is found before anything is assigned.
        var keyTarget = IterationTarget(node, node.Key);
        var valueTarget = IterationTarget(node, node.Value);
        AssignIteration(node, node.Key, keyTarget, range == null ? step : null, SsaOp.RangeKey, keyType, step);
        AssignIteration(node, node.Value, valueTarget, null, SsaOp.RangeValue, valueType, step);
        Statements(node.Body.List);
        Jump(head);
        targets = targets!.Outer;
        Begin(done);
    }

    private void DefineIteration(Expr? name)
    {
        if (name is Ident ident && file.DefOf(ident) is Var variable && !ident.IsBlank)
        {
            addresses[variable] = Alloc(variable.Type, variable, ident);
        }
    }

    private Target IterationTarget(RangeStmt node, Expr? left) =>
        left is null or Ident { IsBlank: true } || node.Tok == TokenKind.Define ? default : TargetOf(left);

    private void AssignIteration(RangeStmt node, Expr? left, Target target, SsaValue? value, SsaOp op, GoType type, SsaInstruction step)
    {
        if (left is null or Ident { IsBlank: true })
        {
            return;
        }

        if (node.Tok == TokenKind.Define)
        {
            if (left is not Ident name || file.DefOf(name) is not Var variable)
            {
                return;
            }

            value ??= Emit(op, type is UnknownType || TypePredicates.IsUntyped(type) ? variable.Type : type, node, step);
            if (file.Version.Allows(22))
            {
                Define(name, value, node);
            }
            else if (addresses.TryGetValue(variable, out var address))
            {
                Store(address, value, node);
            }

            return;
        }

        value ??= Emit(op, TypePredicates.IsUntyped(type) ? target.Type ?? type : type, node, step);
        Assign(target, value, node);
    }

    private static (GoType Key, GoType Value) IterationTypes(GoType type, GoType shape)
    {
        switch (shape)
        {
            case BasicType { Kind: BasicKind.String or BasicKind.UntypedString }:
                return (Universe.Int, Universe.Rune);
            case BasicType:
                return (type, UnknownType.Instance);
            case SliceType slice:
                return (Universe.Int, slice.Elem);
            case ArrayType array:
                return (Universe.Int, array.Elem);
            case PointerType { Elem.Underlying: ArrayType array }:
                return (Universe.Int, array.Elem);
            case MapType map:
                return (map.Key, map.Elem);
            case ChanType channel:
                return (channel.Elem, UnknownType.Instance);
            case Signature { Params.Vars: [{ Type.Underlying: Signature { Params.Vars: var given } }] }:
                return (given.Length > 0 ? given[0].Type : UnknownType.Instance,
                    given.Length > 1 ? given[1].Type : UnknownType.Instance);
            default:
                return (UnknownType.Instance, UnknownType.Instance);
        }
    }

    private void Switch(SwitchStmt node, Label? label)
    {
        Statement(node.Init, null);
        SsaValue? tag = null;
        if (node.Tag != null)
        {
            tag = Value(node.Tag);
            if (TypePredicates.IsUntyped(tag.Type))
            {
                tag = Convert(tag, TypePredicates.Default(tag.Type), node.Tag);
            }
        }

        var done = NewBlock(FlowBlockKind.SwitchDone);
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
                var next = NewBlock(FlowBlockKind.CaseTest);
                if (tag == null && TypePredicates.IsNonTypeParamInterface(TypeOf(value)))
                {
                    var holds = new SsaConst(Universe.Bool, ConstantValue.MakeBool(true));
                    If(Operation(TokenKind.Eql, Value(value), holds, Universe.Bool, value), value, bodies[i], next);
                }
                else if (tag == null)
                {
                    Condition(value, bodies[i], next);
                }
                else
                {
                    If(Operation(TokenKind.Eql, tag, Value(value), Universe.Bool, value), value, bodies[i], next);
                }

                Begin(next);
            }
        }

        Jump(otherwise);
        CaseBodies(node.Body, bodies, done);
        targets = targets!.Outer;
        Begin(done);
    }

    private void TypeSwitch(TypeSwitchStmt node, Label? label)
    {
        Statement(node.Init, null);
        var assertion = Callees.Unparen(node.Assign switch
        {
            AssignStmt { Rhs: [var right] } => right,
            ExprStmt statement => statement.X,
            _ => throw new InvalidOperationException("a type switch has no guard"),
        });
        var tag = assertion is TypeAssertExpr assert ? Value(assert.X) : Value(assertion);
        var done = NewBlock(FlowBlockKind.SwitchDone);
        var bodies = Bodies(node.Body, FlowBlockKind.CaseBody);
        var values = new SsaValue?[bodies.Length];
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

            foreach (var type in clause.List)
            {
                var next = NewBlock(FlowBlockKind.CaseTest);
                SsaValue test;
                if (Callees.Unparen(type) is Ident nil && file.UseOf(nil) is Nil)
                {
                    test = Operation(TokenKind.Eql, tag, new SsaConst(tag.Type, null), Universe.Bool, type);
                }
                else
                {
                    var value = Emit(SsaOp.TypeAssert, TypeOf(type), clause, tag);
                    value.HasOk = true;
                    test = Emit(SsaOp.Ok, Universe.Bool, clause, value);
                    values[i] = clause.List.Length == 1 ? value : null;
                }

                If(test, clause, bodies[i], next);
                Begin(next);
            }
        }

        Jump(otherwise);
        CaseBodies(node.Body, bodies, done, (clause, i) =>
        {
            if (file.ImplicitOf(clause) is Var variable)
            {
                var alloc = Alloc(variable.Type, variable, clause);
                addresses[variable] = alloc;
                Store(alloc, values[i] ?? tag, clause);
            }
        });
        targets = targets!.Outer;
        Begin(done);
    }

    private void CaseBodies(BlockStmt clauses, SsaBlock[] bodies, SsaBlock done, Action<CaseClause, int>? begin = null)
    {
        for (var i = 0; i < bodies.Length; i++)
        {
            targets!.Fallthrough = i + 1 < bodies.Length ? bodies[i + 1] : null;
            Begin(bodies[i]);
            if (clauses.List[i] is CaseClause clause)
            {
                begin?.Invoke(clause, i);
                Statements(clause.Body);
            }
            else
            {
                Statement(clauses.List[i], null);
            }

            Jump(done);
        }
    }

    private void Select(SelectStmt node, Label? label)
    {
        var cases = ImmutableArray.CreateBuilder<SsaSelectCase>();
        var operands = new List<SsaValue>();
        var bodies = new List<SsaBlock>();
        foreach (var statement in node.Body.List)
        {
            if (statement is not CommClause clause)
            {
                continue;
            }

            bodies.Add(NewBlock(FlowBlockKind.SelectClause));
            var place = operands.Count;
            if (clause.Comm is SendStmt send)
            {
                var channel = Value(send.Chan);
                var value = Value(send.Value);
                operands.Add(channel);
                operands.Add(SsaTypes.Shape(channel.Type) is ChanType { Elem: var elem } ? Convert(value, elem, send) : value);
                cases.Add(new SsaSelectCase(SsaSelectKind.Send, place, clause));
            }
            else if (Received(clause.Comm) is { } receive)
            {
                operands.Add(Value(receive.X));
                cases.Add(new SsaSelectCase(SsaSelectKind.Receive, place, clause));
            }
            else
            {
                cases.Add(new SsaSelectCase(SsaSelectKind.Default, -1, clause));
            }
        }

        var select = new SsaSelect(node, cases.ToImmutable(), [.. operands]);
        var done = NewBlock(FlowBlockKind.SelectDone);
        Enter(label, done, null);
        Terminate(select, [.. bodies]);
        for (var i = 0; i < bodies.Count; i++)
        {
            Begin(bodies[i]);
            var clause = select.Cases[i].Syntax;
            if (select.Cases[i].Kind == SsaSelectKind.Receive)
            {
                Communicate(clause, select, select.Channel(select.Cases[i])!);
            }

            Statements(clause.Body);
            Jump(done);
        }

        targets = targets!.Outer;
        Begin(done);
    }

    private static UnaryExpr? Received(Stmt? communication) => communication switch
    {
        ExprStmt { X: var x } => Callees.Unparen(x) as UnaryExpr,
        AssignStmt { Rhs: [var x] } => Callees.Unparen(x) as UnaryExpr,
        _ => null,
    };

    private void Communicate(CommClause clause, SsaSelect select, SsaValue channel)
    {
        var elem = SsaTypes.Shape(channel.Type) is ChanType { Elem: var known } ? known : UnknownType.Instance;
        var value = Emit(SsaOp.SelectReceive, elem, clause, select);
        if (clause.Comm is not AssignStmt assign)
        {
            return;
        }

        var places = TargetsOf(assign);
        SsaValue? ok = null;
        if (places.Length > 1)
        {
            value.HasOk = true;
            ok = Emit(SsaOp.Ok, Universe.Bool, clause, value);
        }

        Assign(places[0], value, assign, assign.Lhs[0]);
        if (ok != null)
        {
            Assign(places[1], ok, assign, assign.Lhs[1]);
        }
    }

    private SsaBlock[] Bodies(BlockStmt clauses, FlowBlockKind kind)
    {
        var bodies = new SsaBlock[clauses.List.Length];
        for (var i = 0; i < bodies.Length; i++)
        {
            bodies[i] = NewBlock(kind);
        }

        return bodies;
    }

    private void Enter(Label? label, SsaBlock @break, SsaBlock? @continue)
    {
        targets = new Targets(targets, @break, @continue);
        if (label != null)
        {
            label.Break = @break;
            label.Continue = @continue;
            label.Targets = targets;
        }
    }

    // The innermost range over a function that has a label in its body; null if none has.
    private Targets? Around(string label)
    {
        var t = targets;
        while (t != null && !(t.Body != null && LabelFinder.Has(t.Body, label)))
        {
            t = t.Outer;
        }

        return t;
    }

    // Control leaves the bodies of ranges over functions: those functions are told, the innermost first.
    private void StopRanges(Targets? until, Node syntax)
    {
        for (var t = targets; t != null && t != until; t = t.Outer)
        {
            if (t.Range != null)
            {
                Emit(SsaOp.RangeStop, TupleType.Empty, syntax, t.Range);
            }
        }
    }

    private static TokenKind BinaryOf(TokenKind assignment) => assignment switch
    {
        TokenKind.AddAssign => TokenKind.Add,
        TokenKind.SubAssign => TokenKind.Sub,
        TokenKind.MulAssign => TokenKind.Mul,
        TokenKind.QuoAssign => TokenKind.Quo,
        TokenKind.RemAssign => TokenKind.Rem,
        TokenKind.AndAssign => TokenKind.And,
        TokenKind.OrAssign => TokenKind.Or,
        TokenKind.XorAssign => TokenKind.Xor,
        TokenKind.ShlAssign => TokenKind.Shl,
        TokenKind.ShrAssign => TokenKind.Shr,
        TokenKind.AndNotAssign => TokenKind.AndNot,
        _ => assignment,
    };
}
