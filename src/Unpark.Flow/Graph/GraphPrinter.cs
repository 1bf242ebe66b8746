using System.Text;
using Unpark.Go.Syntax;

namespace Unpark.Flow;

/// <summary>Prints control-flow graphs for people and for tests.</summary>
public static class GraphPrinter
{
    private const int LongestNode = 72;

    /// <summary>The graph as indented text, a paragraph a block.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="file">The file its function is from.</param>
    public static string Text(ControlFlowGraph graph, SourceFile file)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(file);
        var text = new StringBuilder();
        foreach (var block in graph.Blocks)
        {
            text.Append(Title(block)).Append('\n');
            foreach (var node in block.Nodes)
            {
                text.Append("  ").Append(Describe(node, file)).Append('\n');
            }

            foreach (var edge in block.Successors)
            {
                text.Append("  -> ").Append(edge.To).Append(Label(edge, file)).Append('\n');
            }

            if (block.Ending != FlowEnding.None)
            {
                text.Append(block.Ending == FlowEnding.Process ? "  the process ends\n" : "  blocks for ever\n");
            }
        }

        return text.ToString();
    }

    /// <summary>The graph in the DOT language of Graphviz.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="file">The file its function is from.</param>
    public static string Dot(ControlFlowGraph graph, SourceFile file)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(file);
        var text = new StringBuilder("digraph cfg {\n  node [shape=box, fontname=monospace];\n");
        foreach (var block in graph.Blocks)
        {
            text.Append("  ").Append(block).Append(" [label=\"").Append(Escape(Title(block))).Append("\\l");
            foreach (var node in block.Nodes)
            {
                text.Append(Escape(Describe(node, file))).Append("\\l");
            }

            text.Append(block.IsLive ? "\"];\n" : "\", style=dashed];\n");
            foreach (var edge in block.Successors)
            {
                text.Append("  ").Append(block).Append(" -> ").Append(edge.To)
                    .Append(" [label=\"").Append(Escape(Label(edge, file).TrimStart())).Append("\"];\n");
            }
        }

        return text.Append("}\n").ToString();
    }

    private static string Title(FlowBlock block)
    {
        var name = block.Kind.ToString();
        var text = new StringBuilder(block.ToString()).Append(' ');
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text[^1] != ' ')
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.Append(block.IsLive ? "" : " (dead)").ToString();
    }

    private static string Describe(FlowNode node, SourceFile file) => node.Kind switch
    {
        FlowNodeKind.Condition => "if " + Source(node.Syntax, file),
        FlowNodeKind.Operand => "eval " + Source(node.Syntax, file),
        FlowNodeKind.RangeNext => "next " + RangeHeader((RangeStmt)node.Syntax, file),
        FlowNodeKind.Select => "select",
        FlowNodeKind.Communication => "comm " + Source(node.Syntax, file),
        FlowNodeKind.RunDefers => "run defers",
        _ => Source(node.Syntax, file),
    };

    private static string Label(FlowEdge edge, SourceFile file) => edge.Kind switch
    {
        FlowEdgeKind.Jump => "",
        FlowEdgeKind.Match or FlowEdgeKind.NoMatch when edge.Tag != null =>
            $" {edge.Kind.ToString().ToLowerInvariant()} {Source(edge.Tag, file)} == {Source(edge.Syntax!, file)}",
        FlowEdgeKind.Match or FlowEdgeKind.NoMatch =>
            $" {edge.Kind.ToString().ToLowerInvariant()} {Shorten(file.Text(edge.Syntax!.Pos, ((CaseClause)edge.Syntax).Colon))}",
        FlowEdgeKind.True or FlowEdgeKind.False =>
            $" {edge.Kind.ToString().ToLowerInvariant()} {Source(edge.Syntax!, file)}",
        _ => " " + edge.Kind.ToString().ToLowerInvariant(),
    };

    private static string RangeHeader(RangeStmt node, SourceFile file) =>
        Shorten(file.Text(Math.Min(node.Key?.Pos ?? node.Range, node.Range), node.X.End));

    private static string Source(Node node, SourceFile file) =>
        Shorten(file.Text(Math.Clamp(node.Pos, 0, file.Length), Math.Clamp(node.End, 0, file.Length)));

    private static string Shorten(string source)
    {
        var text = new StringBuilder(LongestNode);
        foreach (var c in source)
        {
            if (text.Length >= LongestNode)
            {
                return text.Append("...").ToString();
            }

            if (!char.IsWhiteSpace(c))
            {
                text.Append(c);
            }
            else if (text.Length > 0 && text[^1] != ' ')
            {
                text.Append(' ');
            }
        }

        return text.ToString();
    }

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
