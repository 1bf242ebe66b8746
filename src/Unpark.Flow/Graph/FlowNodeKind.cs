namespace Unpark.Flow;

/// <summary>What a <see cref="FlowNode"/> does with its syntax.</summary>
public enum FlowNodeKind : byte
{
    /// <summary>
    /// Executes a simple statement. Of a <c>defer</c> that is evaluating the function and its arguments, of a <c>go</c>
    /// starting the goroutine, of a <c>return</c> evaluating the results.
    /// </summary>
    Statement,

    /// <summary>Evaluates an expression on which the block then branches.</summary>
    Condition,

    /// <summary>Evaluates an expression: the tag of a switch, what a range loop ranges over.</summary>
    Operand,

    /// <summary>Assigns the next value of a range loop; the syntax is the <c>RangeStmt</c>.</summary>
    RangeNext,

    /// <summary>
    /// Evaluates the channels and the values to send of a select statement, and waits; the syntax is the <c>SelectStmt</c>.
    /// </summary>
    Select,

    /// <summary>
    /// The communication of a select clause that was chosen, with its assignments; the syntax is the clause's statement.
    /// </summary>
    Communication,

    /// <summary>
    /// Runs the deferred calls registered so far, the last one first; the syntax is the return statement, or the
    /// function's body where it ends without one or by a panic.
    /// </summary>
    RunDefers,
}
