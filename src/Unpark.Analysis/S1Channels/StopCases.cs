using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>Recognises the cases with which a select gives up: a context is done, a stop channel closed.</summary>
internal sealed class StopCases
{
    private readonly SharedChannels names;

    public StopCases(SharedChannels names)
    {
        this.names = names;
    }

    /// <summary>The case that gives up in the select of a send or receive, and leaves; null if it has none.</summary>
    public CommClause? Of(FlowFunction function, ChannelUse use) => In(function, use.Select!, use.Clause);

    /// <summary>The case of a select that gives up, other than one of its cases; null if it has none.</summary>
    public CommClause? In(FlowFunction function, SelectStmt select, CommClause? other)
    {
        foreach (var statement in select.Body.List)
        {
            if (statement is CommClause { Comm: { } comm } clause && clause != other && IsStop(function, comm) && Leaves(clause))
            {
                return clause;
            }
        }

        return null;
    }

    /// <summary>True for a receive from a context's channel, or from one that carries nothing and gets closed.</summary>
    public bool IsStop(FlowFunction function, Stmt communication) => DoneReceive.Of(function, communication) != null
        || (communication is ExprStmt && DoneReceive.ChannelOf(communication) is { } channel
            && function.File.TypeOf(channel).Type?.Underlying is ChanType { Elem.Underlying: StructType { Fields.Length: 0 } }
            && (ChannelUses.VariableOf(function.File, channel) is { } variable ? names.IsClosed(variable) : channel is CallExpr));

    private static bool Leaves(CommClause clause) =>
        clause.Body is [.., ReturnStmt or BranchStmt { Tok: TokenKind.Break or TokenKind.Goto, Label: not null }];
}
