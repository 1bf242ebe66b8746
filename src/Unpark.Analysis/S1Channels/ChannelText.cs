using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S1Channels;

/// <summary>Words for messages.</summary>
internal static class ChannelText
{
    private const int Longest = 48;

    /// <summary>The source of an expression or simple statement on one line; null if it is too long for a message.</summary>
    public static string? Of(SourceFile file, Node node)
    {
        if (node.Pos < 0 || node.End > file.Length || node.Pos > node.End)
        {
            return null;
        }

        var text = file.Text(node.Pos, node.End);
        return text.Length <= Longest && !text.Contains('\n', StringComparison.Ordinal) ? text : null;
    }

    /// <summary>What a select clause waits for, such as <c>&lt;-ctx.Done()</c> or <c>the default clause</c>.</summary>
    public static string OfClause(SourceFile file, CommClause clause)
    {
        switch (clause.Comm)
        {
            case null:
                return "the default clause";
            case AssignStmt { Rhs: [var received] }:
                return Of(file, received) ?? "another case";
            default:
                return Of(file, clause.Comm) ?? "another case";
        }
    }

    /// <summary>The line of an offset.</summary>
    public static int Line(SourceFile file, int offset) => file.PositionOf(Math.Clamp(offset, 0, file.Length)).Line;

    /// <summary>The place of a statement, or of the closing brace of a function that ends there.</summary>
    public static SourceSpan Place(SourceFile file, Node node) => node is BlockStmt { Rbrace: >= 0 } body
        ? new SourceSpan(file, body.Rbrace, body.Rbrace + 1)
        : SourceSpan.Of(file, node);

    /// <summary>True for functions that live as long as the process: main, init and TestMain.</summary>
    public static bool IsForTheProcess(FlowFunction function) =>
        function.Syntax is FuncDecl { Recv: null, Name.Name: var name }
        && (name is "init" or "TestMain" || (name == "main" && function.Package.Package.Package.Name == "main"));
}
