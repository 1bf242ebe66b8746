using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>Collects the uses of a variable below a node.</summary>
internal sealed class IdentSearch(TypedFile file, Var variable) : SyntaxVisitor
{
    /// <summary>The uses in source order.</summary>
    public List<Ident> Found { get; } = [];

    public override void VisitIdent(Ident node)
    {
        if (node.Name == variable.Name && file.UseOf(node) == variable)
        {
            Found.Add(node);
        }
    }
}
