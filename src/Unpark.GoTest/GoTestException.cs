namespace Unpark.GoTest;

/// <summary>Tests cannot be run. The message says why, in one line, for the user.</summary>
public sealed class GoTestException : Exception
{
    /// <summary>Makes one without a message.</summary>
    public GoTestException()
    {
    }

    /// <summary>Makes one with a message.</summary>
    public GoTestException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a message and its cause.</summary>
    public GoTestException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
