using System.Collections.Immutable;
using System.Globalization;
using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S6Locks;

/// <summary>Puts chains of calls into words.</summary>
internal static class ChainPlaces
{
    /// <summary>Adds a place for each call of a chain, and one for the act at its end.</summary>
    public static void Add(ImmutableArray<RelatedPlace>.Builder places, ActChain chain, string last)
    {
        for (var at = chain; at != null; at = at.Next)
        {
            places.Add(new RelatedPlace(Span(at), at.Next == null ? last : CallText(at)));
        }
    }

    /// <summary>The place of the first act of a chain.</summary>
    public static SourceSpan Span(ActChain chain) => SourceSpan.Of(chain.Function.File.Tree.File, chain.Act.Syntax);

    /// <summary>The line of a node of a function.</summary>
    public static string LineOf(FlowFunction function, Node syntax) =>
        SourceSpan.Of(function.File.Tree.File, syntax).StartPosition.Line.ToString(CultureInfo.InvariantCulture);

    /// <summary>What the first call of a chain calls: <c>s.clear</c>, <c>the function at line 12</c>.</summary>
    public static string Callee(ActChain chain)
    {
        var called = chain.Act.Callee!.Function;
        if (called.Object == null)
        {
            return $"the function at line {LineOf(called, called.Syntax)}";
        }

        if (chain.Act.Kind == LockActKind.Format)
        {
            return $"the {called.Object.Name} method of {Text(chain)}";
        }

        return chain.Act.Syntax is CallExpr { Fun: var fun } && fun.End - fun.Pos <= 40
            && Callees.NameOf((CallExpr)chain.Act.Syntax)?.Name == called.Object.Name
            ? chain.Function.File.Tree.File.Text(fun.Pos, fun.End)
            : called.Object.Name;
    }

    private static string CallText(ActChain chain) =>
        chain.Act.Kind == LockActKind.Format ? $"formatting calls {Callee(chain)}"
        : chain.Act.IsDeferred ? $"calls {Callee(chain)} when the function ends"
        : $"calls {Callee(chain)}";

    private static string Text(ActChain chain)
    {
        var text = chain.Function.File.Tree.File.Text(chain.Act.Syntax.Pos, chain.Act.Syntax.End);
        return text.Length <= 40 ? text : "the argument";
    }
}
