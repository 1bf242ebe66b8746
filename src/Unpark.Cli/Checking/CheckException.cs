namespace Unpark.Cli.Checking;

/// <summary>Nothing can be checked. The message says why and what to do.</summary>
internal sealed class CheckException : Exception
{
    /// <summary>Makes one without a message.</summary>
    public CheckException()
    {
    }

    /// <summary>Makes one with a message for the user.</summary>
    public CheckException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a message for the user and its cause.</summary>
    public CheckException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
