namespace Unpark.Go.Syntax;

/// <summary>
/// Holds the body of a function declaration, so that it can be given up while the declaration itself, which cannot be
/// changed, goes on to serve importing packages.
/// </summary>
internal sealed class FuncBody(BlockStmt block)
{
    private volatile BlockStmt? block = block;

    /// <summary>The body, or null once it was given up.</summary>
    public BlockStmt? Block => block;

    /// <summary>Gives up the body.</summary>
    public void Drop() => block = null;
}
