namespace Unpark.Analysis.S4Libraries;

/// <summary>A text that is no catalogue of lifecycles. The message begins with the place.</summary>
public sealed class LifecycleFormatException : Exception
{
    /// <summary>Makes the exception.</summary>
    public LifecycleFormatException()
    {
    }

    /// <summary>Makes the exception with a message.</summary>
    public LifecycleFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with a message and what led to it.</summary>
    public LifecycleFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
