namespace Unpark.Kernels.Editing;

/// <summary>What an edit does.</summary>
internal enum EditKind
{
    /// <summary>Puts statements before the statement that has the anchor.</summary>
    Before,

    /// <summary>Puts statements behind it.</summary>
    After,

    /// <summary>Puts statements in its place.</summary>
    InsteadOf,

    /// <summary>Takes it away.</summary>
    Delete,

    /// <summary>Puts a text in the place of the anchor itself.</summary>
    Replace,

    /// <summary>Puts statements at the beginning of a function's body, or fields at that of a struct.</summary>
    AtStart,

    /// <summary>Puts statements at the end of a function's body, or fields at that of a struct.</summary>
    AtEnd,

    /// <summary>Imports a package.</summary>
    Import,

    /// <summary>Takes an import away.</summary>
    Unimport,

    /// <summary>Adds declarations to the file.</summary>
    Declare,
}

/// <summary>One edit of a twin.</summary>
/// <param name="Line">The line of the file of edits, to name it.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Declaration">The function, method or type it is in: <c>run</c>, <c>server.run</c>; empty where it is in none.</param>
/// <param name="Anchor">The text it is at, or the import path.</param>
/// <param name="Occurrence">Which of the places within the declaration that have this text, counted from 1; 0 if there is to be one.</param>
/// <param name="Code">Our code.</param>
internal sealed record TwinEdit(int Line, EditKind Kind, string Declaration, string Anchor, int Occurrence, string Code);
