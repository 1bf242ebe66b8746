using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>Counts where a variable or field is named.</summary>
internal sealed class WaitGroupMentions : SyntaxVisitor
{
    private readonly TypedFile file;
    private readonly Var variable;
    private int count;

    private WaitGroupMentions(TypedFile file, Var variable)
    {
        this.file = file;
        this.variable = variable;
    }

    /// <summary>How often a function, with the literals in it, names the variable.</summary>
    public static int Count(FlowFunction function, Var variable) => Count(function.File, function.Body, variable);

    /// <summary>How often a node names the variable.</summary>
    public static int Count(TypedFile file, Node node, Var variable)
    {
        var mentions = new WaitGroupMentions(file, variable);
        mentions.Visit(node);
        return mentions.count;
    }

    /// <inheritdoc/>
    public override void VisitIdent(Ident node)
    {
        if (node.Name == variable.Name && file.UseOf(node) is Var used && used.Origin == variable)
        {
            count++;
        }
    }
}
