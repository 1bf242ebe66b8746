namespace Unpark.Go.Syntax;

/// <summary>A declaration at file level or in a statement list.</summary>
public abstract class Decl : Node
{
    private protected Decl()
    {
    }
}
