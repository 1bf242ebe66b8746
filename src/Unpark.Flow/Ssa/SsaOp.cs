namespace Unpark.Flow;

/// <summary>What an <see cref="SsaInstruction"/> does. The operands are named in the order they have.</summary>
public enum SsaOp : byte
{
    /// <summary>
    /// <see cref="SsaAlloc"/>: makes a variable that holds the zero value of its type, and gives its address; no operands.
    /// </summary>
    Alloc,

    /// <summary><see cref="SsaPhi"/>: the operand that belongs to the way control came.</summary>
    Phi,

    /// <summary>Reads the variable at an address.</summary>
    Load,

    /// <summary>Writes to an address: the address, the value.</summary>
    Store,

    /// <summary><see cref="SsaFieldAccess"/>: the address of a field of the struct at an address.</summary>
    FieldAddress,

    /// <summary><see cref="SsaFieldAccess"/>: a field of a struct value.</summary>
    Field,

    /// <summary>The address of an element: a slice or the address of an array, the index.</summary>
    IndexAddress,

    /// <summary>An element of an array value or a byte of a string: the value, the index.</summary>
    Index,

    /// <summary>An element of a map: the map, the key. May have a second result.</summary>
    MapIndex,

    /// <summary>Sets an element of a map: the map, the key, the value.</summary>
    MapUpdate,

    /// <summary><see cref="SsaSlice"/>: a part of a slice, a string, or the array at an address.</summary>
    Slice,

    /// <summary><see cref="SsaOperation"/>: an operation with one operand.</summary>
    Unary,

    /// <summary><see cref="SsaOperation"/>: an operation with two operands, which are both evaluated.</summary>
    Binary,

    /// <summary>The same value with another type that has the same underlying type, or fewer directions of a channel.</summary>
    ChangeType,

    /// <summary>Converts a value to a type of another kind: numbers, strings, slices to arrays.</summary>
    Convert,

    /// <summary>Makes an interface value of a value of another type.</summary>
    MakeInterface,

    /// <summary>An interface value as a value of an interface type with fewer or equal methods.</summary>
    ChangeInterface,

    /// <summary>Takes a value of the instruction's type out of an interface value. May have a second result.</summary>
    TypeAssert,

    /// <summary>The second result, a bool, of an instruction whose <see cref="SsaInstruction.HasOk"/> is true.</summary>
    Ok,

    /// <summary><see cref="SsaExtract"/>: one of several results of a call.</summary>
    Extract,

    /// <summary>Makes a channel: the capacity, if it is given.</summary>
    MakeChannel,

    /// <summary>Makes a map: the size, if it is given.</summary>
    MakeMap,

    /// <summary>Makes a slice: the length, and the capacity, if it is given.</summary>
    MakeSlice,

    /// <summary>
    /// <see cref="SsaComposite"/>: makes a slice, array or map of its elements: the elements in source order, of a map the key before each. Also what a
    /// call packs its variadic arguments into.
    /// </summary>
    Composite,

    /// <summary><see cref="SsaClosure"/>: makes a function value of a function literal: the captured variables.</summary>
    Closure,

    /// <summary><see cref="SsaMethodValue"/>: binds a method to its receiver.</summary>
    MethodValue,

    /// <summary>Sends on a channel: the channel, the value.</summary>
    Send,

    /// <summary>
    /// Receives from a channel. May have a second result. Of a range loop <see cref="SsaInstruction.Syntax"/> is the
    /// <c>RangeStmt</c>.
    /// </summary>
    Receive,

    /// <summary>What the chosen clause of a select received: the select. May have a second result.</summary>
    SelectReceive,

    /// <summary>Closes a channel.</summary>
    Close,

    /// <summary>
    /// Begins to range over a slice, array, array's address, string, map, integer or function. Of a function this stands for
    /// its call, with the loop's body as what it yields to.
    /// </summary>
    Range,

    /// <summary>Steps to the next value of a range; false if there is none: the range.</summary>
    RangeNext,

    /// <summary>
    /// Leaves a range over a function before it has ended: that function's call of the body returns false, and it is waited for
    /// its end. The operand is the range.
    /// </summary>
    RangeStop,

    /// <summary>The first iteration value: the step.</summary>
    RangeKey,

    /// <summary>The second iteration value: the step.</summary>
    RangeValue,

    /// <summary><see cref="SsaCall"/>: calls and waits for the result.</summary>
    Call,

    /// <summary><see cref="SsaCall"/>: starts a goroutine.</summary>
    Go,

    /// <summary><see cref="SsaCall"/>: defers a call to the end of the function.</summary>
    Defer,

    /// <summary>Runs the calls deferred so far, the last one first.</summary>
    RunDefers,

    /// <summary>Stops the panic that runs the deferred call this is in, and gives its value.</summary>
    Recover,

    /// <summary>A member that could not be resolved: what it would be a member of. The name is in the syntax.</summary>
    UnknownMember,

    /// <summary>Something that could not be made sense of: what is known of its parts.</summary>
    Unknown,

    /// <summary>Ends a block: goes on at the only successor.</summary>
    Jump,

    /// <summary>Ends a block: goes on at the first successor if the operand is true, otherwise at the second.</summary>
    If,

    /// <summary>
    /// <see cref="SsaSelect"/>. Ends a block: waits for one of the communications and goes on at its successor.
    /// </summary>
    Select,

    /// <summary>Ends a block and the function: the results.</summary>
    Return,

    /// <summary>Ends a block with a panic: the value.</summary>
    Panic,

    /// <summary>
    /// Ends the block <see cref="SsaFunction.PanicBlock"/>: the panic goes on in the caller. If the function recovers, the one
    /// successor is where it then returns.
    /// </summary>
    Resume,

    /// <summary><see cref="SsaUnreachable"/>: ends a block behind a call that never returns.</summary>
    Unreachable,
}
