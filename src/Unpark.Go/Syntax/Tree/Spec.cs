namespace Unpark.Go.Syntax;

/// <summary>One line of an import, const, type or var declaration.</summary>
public abstract class Spec : Node
{
    private protected Spec()
    {
    }
}
