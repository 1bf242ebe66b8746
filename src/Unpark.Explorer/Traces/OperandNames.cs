using System.Text;
using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Explorer;

/// <summary>The expressions by which operations name their channels, locks and groups, as they stand in the source.</summary>
internal static class OperandNames
{
    private const int MostBytes = 80;

    /// <summary>The expression; empty if the source has none.</summary>
    /// <param name="instruction">The operation.</param>
    /// <param name="option">The case of a select.</param>
    public static string Of(SsaInstruction instruction, int option) =>
        instruction.Block.Function.File is { Tree.File: { } file } && !Models.IsModel(file)
            && Expression(instruction, option) is { } expression
            ? Text(file, expression) : "";

    private static Expr? Expression(SsaInstruction instruction, int option) => instruction switch
    {
        SsaSelect select => option >= 0 && option < select.Cases.Length ? Channel(select.Cases[option].Syntax.Comm) : null,
        { Syntax: SendStmt send } => send.Chan,
        { Syntax: RangeStmt range } => range.X,
        { Syntax: UnaryExpr { Op: TokenKind.Arrow } receive } => receive.X,
        SsaCall { Builtin: not null, Syntax: CallExpr { Args: [var first, ..] } } => first,
        { Op: SsaOp.Close, Syntax: CallExpr { Args: [var first, ..] } } => first,
        { Syntax: CallExpr { Fun: SelectorExpr selector } } => selector.X,
        { Syntax: GoStmt { Call.Fun: SelectorExpr selector } } => selector.X,
        { Syntax: DeferStmt { Call.Fun: SelectorExpr selector } } => selector.X,
        _ => null,
    };

    private static Expr? Channel(Stmt? communication) => communication switch
    {
        SendStmt send => send.Chan,
        ExprStmt { X: var x } => Received(x),
        AssignStmt { Rhs: [var x] } => Received(x),
        _ => null,
    };

    private static Expr? Received(Expr expression)
    {
        while (expression is ParenExpr paren)
        {
            expression = paren.X;
        }

        return expression is UnaryExpr { Op: TokenKind.Arrow } receive ? receive.X : null;
    }

    private static string Text(SourceFile file, Expr expression)
    {
        var start = Math.Clamp(expression.Pos, 0, file.Length);
        var end = Math.Clamp(expression.End, start, file.Length);
        var text = Encoding.UTF8.GetString(file.Content[start..Math.Min(end, start + MostBytes)]);
        var line = text.IndexOf('\n', StringComparison.Ordinal);
        return line >= 0 ? text[..line].TrimEnd() + "…" : end - start > MostBytes ? text + "…" : text;
    }
}
