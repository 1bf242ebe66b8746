namespace Unpark.Go.Syntax;

/// <summary>A statement.</summary>
public abstract class Stmt : Node
{
    private protected Stmt()
    {
    }
}
