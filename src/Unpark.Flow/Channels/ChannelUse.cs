using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>A place where a channel variable or field is named.</summary>
/// <param name="Kind">What is done with it.</param>
/// <param name="Function">The function or literal the place is in; null outside of functions.</param>
/// <param name="File">The file.</param>
/// <param name="Expr">The expression that names it.</param>
/// <param name="Syntax">
/// What does it: the send statement, the receive operation, the range statement, the call, the assignment.
/// </param>
public sealed record ChannelUse(ChannelUseKind Kind, FlowFunction? Function, TypedFile File, Expr Expr, Node Syntax)
{
    /// <summary>The select clause of a send or receive that is one's communication; otherwise null.</summary>
    public CommClause? Clause { get; init; }

    /// <summary>The select statement of the clause.</summary>
    public SelectStmt? Select { get; init; }

    /// <summary>
    /// The parameter it is passed to, the variable or field it is kept in; null if that is not followed.
    /// </summary>
    public Var? Target { get; init; }

    /// <summary>The value given to the variable; of a <see cref="ChannelUseKind.Make"/> the call.</summary>
    public Expr? Value { get; init; }

    /// <summary>The second variable of a receive, which tells whether the channel is open; or null.</summary>
    public Var? Ok { get; init; }

    /// <summary>The <c>go</c> or <c>defer</c> statement of the call that closes it or that it is passed to; or null.</summary>
    public Stmt? Launch { get; init; }

    /// <summary>True of a send or receive that can block: not one of several clauses of a select.</summary>
    public bool IsAlone => Select == null || Select.Body.List.Length == 1;

    /// <summary>True of a receive or range.</summary>
    public bool IsReceiving => Kind is ChannelUseKind.Receive or ChannelUseKind.Range;
}
