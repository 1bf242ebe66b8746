using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>
/// The conditions of a function that connect one branch with another, and what each step of it does to them. This is
/// what tells that <c>if locked { mu.Unlock() }</c> is taken exactly where <c>locked</c> was set.
/// </summary>
public sealed class ConditionTable
{
    /// <summary>How many conditions are followed at most; what a function asks beyond is treated as unknown.</summary>
    public const int MaxConditions = 64;

    private readonly FlowFunction function;
    private readonly TypedFile file;
    private readonly PathResolver paths;
    private readonly Dictionary<object, int> objectIds = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, PathCondition> byKey = [];
    private readonly List<PathCondition> conditions = [];
    private readonly Dictionary<Expr, (PathCondition? Condition, bool Negated)> ofExpression =
        new(ReferenceEqualityComparer.Instance);

    private readonly Dictionary<FlowNode, Effect> effects = [];

    /// <summary>Finds the conditions of a function. O(nodes of its graph).</summary>
    public ConditionTable(FlowFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        this.function = function;
        file = function.File;
        paths = new PathResolver(function);
        var asked = new Dictionary<string, int>();
        var questions = new List<(Expr Expression, Question Question)>();
        foreach (var block in function.Graph.ReversePostOrder)
        {
            var askedHere = (Expr?)null;
            foreach (var edge in block.Successors)
            {
                if (edge.Syntax is not Expr expression || ReferenceEquals(askedHere, expression))
                {
                    continue;
                }

                askedHere = expression;
                var question = edge.Kind switch
                {
                    FlowEdgeKind.True or FlowEdgeKind.False => Ask(expression),
                    FlowEdgeKind.Match or FlowEdgeKind.NoMatch => AskEqual(edge.Tag!, expression),
                    _ => null,
                };
                if (question != null)
                {
                    questions.Add((expression, question));
                    asked[question.Subject] = asked.GetValueOrDefault(question.Subject) + 1;
                }
            }
        }

        foreach (var (expression, question) in questions)
        {
            if (asked[question.Subject] > 1 || IsSet(question))
            {
                ofExpression[expression] = (Add(question), question.Negated);
            }
        }
    }

    /// <summary>The conditions by their number.</summary>
    public IReadOnlyList<PathCondition> Conditions => conditions;

    /// <summary>The condition a branch's expression asks for, and whether for its opposite; null if it is not followed.</summary>
    public PathCondition? ConditionOf(Expr expression, out bool negated)
    {
        var (condition, isNegated) = ofExpression.GetValueOrDefault(expression);
        negated = isNegated;
        return condition;
    }

    /// <summary>The condition that a variable is true, or null if the function never asks.</summary>
    public PathCondition? ConditionThat(Var variable) => byKey.GetValueOrDefault(Key(new AccessPath(variable, [])));

    /// <summary>The condition that a variable is nil, or null if the function never asks.</summary>
    public PathCondition? ConditionThatNil(Var variable) =>
        byKey.GetValueOrDefault(Key(new AccessPath(variable, [])) + "==nil");

    /// <summary>What is known behind a step of what is known before it.</summary>
    /// <param name="node">The step.</param>
    /// <param name="facts">What is known before it.</param>
    /// <param name="keepWeak">True to assume that calls do not change what only they could change.</param>
    public PathFacts Apply(FlowNode node, PathFacts facts, bool keepWeak)
    {
        if (conditions.Count == 0)
        {
            return facts;
        }

        if (!effects.TryGetValue(node, out var effect))
        {
            effect = EffectOf(node);
            effects.Add(node, effect);
        }

        facts = facts.Without(keepWeak ? effect.Kills : effect.Kills | effect.WeakKills);
        if (effect.Copy is var (from, to, negated) && facts.Of(from) is { } value)
        {
            facts = facts.With(to, value != negated);
        }

        return new PathFacts(facts.Known | effect.Sets.Known, facts.Values | effect.Sets.Values);
    }

    /// <summary>What is known along an edge; false if what is known already excludes the edge.</summary>
    public bool Take(FlowEdge edge, ref PathFacts facts)
    {
        ArgumentNullException.ThrowIfNull(edge);
        if (edge.Kind is FlowEdgeKind.True or FlowEdgeKind.False && edge.Syntax is Ident { Name: "true" or "false" } literal
            && function.File.TypeOf(literal).Value != null)
        {
            // if false: written to switch code off. Other constants may differ on another platform.
            return (literal.Name == "true") == (edge.Kind == FlowEdgeKind.True);
        }

        if (edge.Syntax is not Expr expression || ConditionOf(expression, out var negated) is not { } condition)
        {
            return true;
        }

        if (edge.Kind is not (FlowEdgeKind.True or FlowEdgeKind.False or FlowEdgeKind.Match or FlowEdgeKind.NoMatch))
        {
            return true;
        }

        var holds = (edge.Kind is FlowEdgeKind.True or FlowEdgeKind.Match) != negated;
        if (facts.Of(condition.Number) is { } known)
        {
            return known == holds;
        }

        facts = Assume(facts, condition, holds);
        return true;
    }

    /// <summary>Adds a condition to what is known, and what follows from it: a variable that is 1 is not 2.</summary>
    public PathFacts Assume(PathFacts facts, PathCondition condition, bool holds)
    {
        ArgumentNullException.ThrowIfNull(condition);
        facts = facts.With(condition.Number, holds);
        if (holds && condition.Constant != null)
        {
            foreach (var other in conditions)
            {
                if (other != condition && other.Constant != null && other.Subject == condition.Subject)
                {
                    facts = facts.With(other.Number, false);
                }
            }
        }

        return facts;
    }

    private PathCondition? Add(Question question)
    {
        if (byKey.TryGetValue(question.Key, out var condition))
        {
            return condition;
        }

        if (conditions.Count == MaxConditions)
        {
            return null;
        }

        condition = new PathCondition(conditions.Count, question.Key, question.Subject, question.Constant,
            question.Variables, question.IsWeak);
        conditions.Add(condition);
        byKey.Add(question.Key, condition);
        return condition;
    }

    // A variable that the function gives a value, which may be a constant: a flag, an error.
    private bool IsSet(Question question) =>
        question is { Variables: [var only] } && function.Locals.Of(only) is { } local && (!question.IsWeak || question.Constant == "nil")
        && (local.Assignments > 1 || local.Initializer != null || local.Function != null);

    private Question? Ask(Expr expression)
    {
        expression = Callees.Unparen(expression);
        if (expression is UnaryExpr { Op: TokenKind.Not } not)
        {
            return Ask(not.X) is { } inner ? inner with { Negated = !inner.Negated } : null;
        }

        if (expression is BinaryExpr binary)
        {
            switch (binary.Op)
            {
                case TokenKind.Eql:
                    return AskEqual(binary.X, binary.Y);
                case TokenKind.Neq:
                    return AskEqual(binary.X, binary.Y) is { } equal ? equal with { Negated = true } : null;
                case TokenKind.Lss:
                    return AskLess(binary.X, binary.Y, false);
                case TokenKind.Geq:
                    return AskLess(binary.X, binary.Y, true);
                case TokenKind.Gtr:
                    return AskLess(binary.Y, binary.X, false);
                case TokenKind.Leq:
                    return AskLess(binary.Y, binary.X, true);
                default:
                    return null;
            }
        }

        return Operand(expression) is { Constant: null, Path: not null } operand
            ? new Question(operand.Key, operand.Key, null, operand.Variables, operand.IsWeak, false)
            : null;
    }

    private Question? AskEqual(Expr x, Expr y)
    {
        if (Operand(x) is not { } left || Operand(y) is not { } right || (left.Constant != null && right.Constant != null))
        {
            return null;
        }

        if (left.Constant != null)
        {
            (left, right) = (right, left);
        }

        if (right.Constant is "true" or "false")
        {
            return new Question(left.Key, left.Key, null, left.Variables, left.IsWeak, right.Constant == "false");
        }

        if (right.Constant != null)
        {
            return new Question(left.Key + "==" + right.Constant, left.Key, right.Constant, left.Variables, left.IsWeak,
                false);
        }

        if (string.CompareOrdinal(left.Key, right.Key) > 0)
        {
            (left, right) = (right, left);
        }

        var key = left.Key + "==" + right.Key;
        return new Question(key, key, null, [.. left.Variables, .. right.Variables], left.IsWeak || right.IsWeak, false);
    }

    private Question? AskLess(Expr x, Expr y, bool negated)
    {
        if (Operand(x) is not { } left || Operand(y) is not { } right)
        {
            return null;
        }

        var key = left.Key + "<" + right.Key;
        return new Question(key, key, null, [.. left.Variables, .. right.Variables], left.IsWeak || right.IsWeak, negated);
    }

    private OperandOf? Operand(Expr expression)
    {
        expression = Callees.Unparen(expression);
        var known = file.TypeOf(expression);
        if (known.Value is { } value)
        {
            var text = value.ToString()!;
            return new OperandOf(text, text, null, [], false);
        }

        if (known.IsNil)
        {
            return new OperandOf("nil", "nil", null, [], false);
        }

        if (expression is CallExpr { Args: [var measured] } call && Callees.Of(file, call) is Builtin { Name: "len" or "cap" } b
            && Operand(measured) is { Constant: null } inner)
        {
            return inner with { Key = $"{b.Name}({inner.Key})", Path = null };
        }

        // Not through aliases: a copy of a value is not the value.
        if (paths.Of(expression) is not { } path)
        {
            return null;
        }

        var variables = ImmutableArray.CreateBuilder<Var>(path.Steps.Length + 1);
        variables.Add(path.Root);
        foreach (var step in path.Steps)
        {
            if (step.Key is Var variable)
            {
                variables.Add(variable);
            }
        }

        var isWeak = !path.Steps.IsEmpty || path.IsGlobal || function.Locals.Of(path.Root) is not { IsPrivate: true };
        return new OperandOf(Key(path), null, path, variables.ToImmutable(), isWeak);
    }

    private string Key(AccessPath path)
    {
        var text = new DefaultInterpolatedStringHandler(8, path.Steps.Length + 1);
        text.AppendLiteral("v");
        text.AppendFormatted(Id(path.Root));
        foreach (var step in path.Steps)
        {
            text.AppendLiteral(step.IsIndex ? "[" : ".");
            if (step.Key is string constant)
            {
                text.AppendLiteral(constant);
            }
            else
            {
                text.AppendFormatted(Id(step.Key));
            }
        }

        return text.ToStringAndClear();
    }

    private int Id(object obj)
    {
        if (!objectIds.TryGetValue(obj, out var id))
        {
            id = objectIds.Count;
            objectIds.Add(obj, id);
        }

        return id;
    }

    private Effect EffectOf(FlowNode node)
    {
        var effect = new Effect();
        switch (node.Syntax)
        {
            case AssignStmt assign:
                for (var i = 0; i < assign.Lhs.Length; i++)
                {
                    var value = assign.Lhs.Length == assign.Rhs.Length && assign.Tok is TokenKind.Assign or TokenKind.Define
                        ? assign.Rhs[i]
                        : null;
                    Assign(effect, assign.Lhs[i], value);
                }

                SetOutcome(effect, assign);
                break;
            case IncDecStmt step:
                Assign(effect, step.X, null);
                break;
            case RangeStmt range when node.Kind == FlowNodeKind.RangeNext:
                if (range.Key != null)
                {
                    Assign(effect, range.Key, null);
                }

                if (range.Value != null)
                {
                    Assign(effect, range.Value, null);
                }

                break;
            case DeclStmt { Decl: GenDecl { Tok: TokenKind.Var } decl }:
                Declare(effect, decl);
                break;
        }

        if (node.Kind != FlowNodeKind.RunDefers && (node.Syntax is SelectStmt or RangeStmt || CallFinder.HasCall(node.Syntax)))
        {
            foreach (var condition in conditions)
            {
                effect.WeakKills |= condition.IsWeak ? 1UL << condition.Number : 0;
            }
        }

        return effect;
    }

    // _, err = buffer.Write(data), and address, ok := listener.Addr().(*net.TCPAddr)
    private void SetOutcome(Effect effect, AssignStmt assign)
    {
        if (assign is not { Rhs: [var value], Lhs: [.., var last] } || assign.Tok is not (TokenKind.Assign or TokenKind.Define)
            || last is not Ident { IsBlank: false } name || file.ObjectOf(name) is not Var outcome
            || Operand(last) is not { Path: not null, Key: var key })
        {
            return;
        }

        switch (Callees.Unparen(value))
        {
            case CallExpr call when GoTypes.IsError(outcome.Type) && InfallibleCalls.NeverFails(function, call):
                Set(effect, key, "nil");
                break;
            case TypeAssertExpr assertion when assign.Lhs.Length == 2 && InfallibleCalls.AlwaysHolds(function, assertion):
                Set(effect, key, "true");
                break;
        }
    }

    private void Declare(Effect effect, GenDecl decl)
    {
        foreach (var spec in decl.Specs)
        {
            if (spec is not ValueSpec values)
            {
                continue;
            }

            for (var i = 0; i < values.Names.Length; i++)
            {
                var value = values.Values.Length == values.Names.Length ? values.Values[i] : null;
                Assign(effect, values.Names[i], value);
                if (values.Values.IsEmpty && file.DefOf(values.Names[i]) is Var variable)
                {
                    SetZero(effect, variable);
                }
            }
        }
    }

    private void SetZero(Effect effect, Var variable)
    {
        if (ConditionThatNil(variable) is { } isNil)
        {
            effect.Sets = Assume(effect.Sets, isNil, true);
        }
        else if (ConditionThat(variable) is { } isTrue)
        {
            effect.Sets = effect.Sets.With(isTrue.Number, false);
        }
    }

    private void Assign(Effect effect, Expr target, Expr? value)
    {
        target = Callees.Unparen(target);
        var changed = target switch
        {
            Ident ident => file.ObjectOf(ident) as Var,
            SelectorExpr selector => (file.UseOf(selector.Sel) as Var)?.Origin,
            _ => null,
        };
        if (changed == null)
        {
            // Something is assigned through a pointer or into an element: of what others may reach nothing is known.
            foreach (var condition in conditions)
            {
                effect.WeakKills |= condition.IsWeak ? 1UL << condition.Number : 0;
            }

            return;
        }

        foreach (var condition in conditions)
        {
            if (condition.Variables.Contains(changed))
            {
                effect.Kills |= 1UL << condition.Number;
            }
        }

        if (value == null || Operand(target) is not { Path: not null, Key: var key })
        {
            return;
        }

        value = Callees.Unparen(value);
        var known = file.TypeOf(value);
        if (known.Value is { } constant)
        {
            Set(effect, key, constant.ToString()!);
        }
        else if (known.IsNil)
        {
            Set(effect, key, "nil");
        }
        else if (byKey.TryGetValue(key + "==nil", out var isNil))
        {
            if (IsNeverNil(value))
            {
                effect.Sets = effect.Sets.With(isNil.Number, false);
            }
            else if (Operand(value) is { Path: not null } from && byKey.TryGetValue(from.Key + "==nil", out var source))
            {
                effect.Copy = (source.Number, isNil.Number, false);
            }
        }
        else if (byKey.TryGetValue(key, out var isTrue) && Ask(value) is { } question
            && byKey.TryGetValue(question.Key, out var asked))
        {
            effect.Copy = (asked.Number, isTrue.Number, question.Negated);
        }
    }

    private void Set(Effect effect, string subject, string constant)
    {
        foreach (var condition in conditions)
        {
            if (condition.Subject != subject)
            {
                continue;
            }

            if (condition.Constant != null)
            {
                effect.Sets = effect.Sets.With(condition.Number, condition.Constant == constant);
            }
            else if (constant is "true" or "false")
            {
                effect.Sets = effect.Sets.With(condition.Number, constant == "true");
            }
        }
    }

    private bool IsNeverNil(Expr value) => value switch
    {
        UnaryExpr { Op: TokenKind.And } or CompositeLit or FuncLit => true,
        CallExpr call => Callees.Of(file, call) switch
        {
            Builtin { Name: "make" or "new" } => true,
            Func { IsMethod: false, Package.Path: var path, Name: var name } =>
                (path, name) is ("errors", "New") or ("fmt", "Errorf"),
            _ => false,
        },
        _ => false,
    };

    private sealed record Question(string Key, string Subject, string? Constant, ImmutableArray<Var> Variables, bool IsWeak,
        bool Negated);

    private sealed record OperandOf(string Key, string? Constant, AccessPath? Path, ImmutableArray<Var> Variables,
        bool IsWeak);

    private sealed class Effect
    {
        public ulong Kills { get; set; }

        public ulong WeakKills { get; set; }

        public PathFacts Sets { get; set; }

        public (int From, int To, bool Negated)? Copy { get; set; }
    }
}
