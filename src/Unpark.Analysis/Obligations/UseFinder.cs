using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.Obligations;

/// <summary>Looks for a use of the variable of an acquisition that meets the obligation.</summary>
internal sealed class UseFinder(Acquisition acquisition, Func<Ident, UseEffect> effectOf) : SyntaxVisitor
{
    private int literals;

    /// <summary>True if there is such a use.</summary>
    public bool Found { get; private set; }

    /// <summary>True to look only at what is in function literals.</summary>
    public bool OnlyInLiterals { get; init; }

    /// <summary>True if there is such a use below a node.</summary>
    public static bool Discharges(Acquisition acquisition, Func<Ident, UseEffect> effectOf, Node node)
    {
        var finder = new UseFinder(acquisition, effectOf);
        finder.Visit(node);
        return finder.Found;
    }

    /// <summary>A function literal not to look into, or null.</summary>
    public Node? Except { get; init; }

    public override void VisitFuncLit(FuncLit node)
    {
        if (node == Except)
        {
            return;
        }

        literals++;
        base.VisitFuncLit(node);
        literals--;
    }

    public override void VisitIdent(Ident node)
    {
        if (!Found && (literals > 0 || !OnlyInLiterals) && acquisition.IsNamedBy(node))
        {
            Found = effectOf(node) == UseEffect.Discharges;
        }
    }
}
