namespace Unpark.Go.Types;

/// <summary>The built-in functions, those of package unsafe included, in go/types' order.</summary>
public enum BuiltinId : byte
{
#pragma warning disable CS1591, SA1602 // the names are the functions
    Append, Cap, Clear, Close, Complex, Copy, Delete, Imag, Len, Make, Max, Min, New, Panic, Print, Println, Real,
    Recover,

    // package unsafe
    Add, Alignof, Offsetof, Sizeof, Slice, SliceData, String, StringData,

    // defined by tests of the checker only
    Assert, Trace,
#pragma warning restore CS1591, SA1602
}
