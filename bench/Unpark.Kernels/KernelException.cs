namespace Unpark.Kernels;

/// <summary>Go's kernels, or the edits of ours that mend them, are not what is expected; the message names the file and the place.</summary>
public sealed class KernelException : Exception
{
    /// <summary>Makes an exception.</summary>
    public KernelException()
    {
    }

    /// <summary>Makes an exception that names the place.</summary>
    public KernelException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception that names the place.</summary>
    public KernelException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
