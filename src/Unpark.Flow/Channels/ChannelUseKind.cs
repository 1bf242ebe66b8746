namespace Unpark.Flow;

/// <summary>What is done with a channel where it is named.</summary>
public enum ChannelUseKind : byte
{
    /// <summary>Something that hands it to where it is not followed: a result, an element, an interface, unknown code.</summary>
    Escape,

    /// <summary>A variable or parameter is declared without a value.</summary>
    Declare,

    /// <summary>The variable is given a new channel by <c>make</c>.</summary>
    Make,

    /// <summary>The variable is given nil.</summary>
    SetNil,

    /// <summary>The variable is given another value.</summary>
    Assign,

    /// <summary>A send.</summary>
    Send,

    /// <summary>A receive.</summary>
    Receive,

    /// <summary>A range over it.</summary>
    Range,

    /// <summary>A close.</summary>
    Close,

    /// <summary><c>len</c>, <c>cap</c>, or a comparison.</summary>
    Look,

    /// <summary>It is passed to a parameter of a function of this package.</summary>
    Pass,

    /// <summary>It is kept in another variable or in a field.</summary>
    Store,

    /// <summary>It is returned.</summary>
    Return,
}
