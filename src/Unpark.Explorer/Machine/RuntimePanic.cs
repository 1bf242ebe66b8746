namespace Unpark.Explorer;

/// <summary>The kinds of errors of the runtime's own panics.</summary>
internal enum RuntimePanic : byte
{
    /// <summary>The text has "runtime error: " before it.</summary>
    Error,

    /// <summary>The text is all there is.</summary>
    Plain,

    /// <summary>A <c>*runtime.TypeAssertionError</c>.</summary>
    TypeAssertion,

    /// <summary>A <c>*runtime.PanicNilError</c>.</summary>
    Nil,
}
