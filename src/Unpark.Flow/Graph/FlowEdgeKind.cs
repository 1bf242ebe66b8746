namespace Unpark.Flow;

/// <summary>Why control goes along a <see cref="FlowEdge"/>.</summary>
public enum FlowEdgeKind : byte
{
    /// <summary>Always.</summary>
    Jump,

    /// <summary>The condition is true.</summary>
    True,

    /// <summary>The condition is false.</summary>
    False,

    /// <summary>The tag equals the case's expression, or the value has one of the clause's types.</summary>
    Match,

    /// <summary>The case does not match.</summary>
    NoMatch,

    /// <summary>The range loop has a next value.</summary>
    Next,

    /// <summary>The range loop is done.</summary>
    Done,

    /// <summary>The select statement chose this clause.</summary>
    Chosen,

    /// <summary>The function returns.</summary>
    Return,

    /// <summary>A panic begins.</summary>
    Panic,

    /// <summary>The goroutine ends, running the deferred calls of all its functions.</summary>
    Goexit,

    /// <summary>A deferred call recovered, and the function returns normally to its caller.</summary>
    Recovered,
}
