using Unpark.Go.Syntax;

namespace Unpark.Flow;

/// <summary>A way from one basic block to another.</summary>
public sealed class FlowEdge
{
    internal FlowEdge(FlowBlock from, FlowBlock to, FlowEdgeKind kind, Node? syntax, Expr? tag)
    {
        From = from;
        To = to;
        Kind = kind;
        Syntax = syntax;
        Tag = tag;
    }

    /// <summary>Where it begins.</summary>
    public FlowBlock From { get; }

    /// <summary>Where it leads.</summary>
    public FlowBlock To { get; }

    /// <summary>When it is taken.</summary>
    public FlowEdgeKind Kind { get; }

    /// <summary>
    /// What decides: the condition, which is never a negation or a short-circuit operation, the case's expression or a
    /// type switch's clause, the select clause, the range statement, or the statement that returns or panics.
    /// Null for a jump.
    /// </summary>
    public Node? Syntax { get; }

    /// <summary>Of a case, the switch's tag that its expression is compared with; otherwise null.</summary>
    public Expr? Tag { get; }

    /// <summary>The kind and where it leads.</summary>
    public override string ToString() => $"{From} -> {To} {Kind}";
}
