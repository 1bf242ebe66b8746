namespace Unpark.Flow;

/// <summary>Which part of a function a block is.</summary>
public enum FlowBlockKind : byte
{
    /// <summary>The function's beginning.</summary>
    Entry,

    /// <summary>The function has returned.</summary>
    Exit,

    /// <summary>The function is left by a panic.</summary>
    PanicExit,

    /// <summary>The function is left because the goroutine ends.</summary>
    GoexitExit,

    /// <summary>What follows a statement that control does not leave to the next one, or a call that may panic.</summary>
    Follow,

    /// <summary>The right operand of <c>&amp;&amp;</c> or <c>||</c> in a condition.</summary>
    Operand,

    /// <summary>The body of an if.</summary>
    IfThen,

    /// <summary>The else part of an if.</summary>
    IfElse,

    /// <summary>What follows an if.</summary>
    IfDone,

    /// <summary>The condition of a for loop.</summary>
    ForHead,

    /// <summary>The body of a for loop.</summary>
    ForBody,

    /// <summary>The post statement of a for loop.</summary>
    ForPost,

    /// <summary>What follows a for loop.</summary>
    ForDone,

    /// <summary>Where a range loop takes its next value or ends.</summary>
    RangeHead,

    /// <summary>The body of a range loop.</summary>
    RangeBody,

    /// <summary>What follows a range loop.</summary>
    RangeDone,

    /// <summary>The comparison of one case of a switch.</summary>
    CaseTest,

    /// <summary>The body of a clause of a switch.</summary>
    CaseBody,

    /// <summary>What follows a switch.</summary>
    SwitchDone,

    /// <summary>A clause of a select.</summary>
    SelectClause,

    /// <summary>What follows a select.</summary>
    SelectDone,

    /// <summary>A labelled statement.</summary>
    Label,
}
