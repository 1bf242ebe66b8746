namespace Unpark.Explorer;

/// <summary>
/// Something that pointers, channels or maps refer to. States share objects: one may be changed only by the state that
/// <see cref="Owner"/> says, others make a copy first.
/// </summary>
internal abstract class HeapObject
{
    protected HeapObject(long owner)
    {
        Owner = owner;
    }

    /// <summary>The number of the state that may change it.</summary>
    public long Owner { get; }

    /// <summary>True once code that is not executed may have got hold of it, and may do with it what it likes.</summary>
    public bool IsExternal { get; set; }

    /// <summary>
    /// True of what the standard library made when it was initialized, such as its errors: nobody changes it, and who shares it
    /// has not to do with one another for that.
    /// </summary>
    public bool IsConstant { get; set; }

    /// <summary>How many cells it has.</summary>
    public abstract int Size { get; }

    /// <summary>A copy for another state.</summary>
    public abstract HeapObject Copy(long owner);
}
