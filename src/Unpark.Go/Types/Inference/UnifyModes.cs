namespace Unpark.Go.Types;

/// <summary>How closely two types must match to unify.</summary>
[Flags]
internal enum UnifyModes : byte
{
    /// <summary>
    /// A named type matches a type literal like its underlying type, the directions of channels do not count, and an
    /// interface matches what implements it.
    /// </summary>
    Inexact = 0,

    /// <summary>As in an assignment: inexact at the top, exact for the elements.</summary>
    Assign = 1,

    /// <summary>The types must be identical once type parameters have their types.</summary>
    Exact = 2,
}
