namespace Unpark.Go.Syntax;

/// <summary>An expression or a type written as one.</summary>
public abstract class Expr : Node
{
    private protected Expr(int id)
    {
        Id = id;
    }

    /// <summary>
    /// The expression's number in its file, from 0 to <see cref="SyntaxTree.ExprCount"/> - 1 without gaps, so that what
    /// is known of expressions fits into arrays.
    /// </summary>
    public int Id { get; }
}
