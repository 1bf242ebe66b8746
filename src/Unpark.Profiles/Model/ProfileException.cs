namespace Unpark.Profiles;

/// <summary>Nothing can be read as a goroutine profile. The message says why, in one line, without naming the input.</summary>
public sealed class ProfileException : Exception
{
    /// <summary>Makes one without a message.</summary>
    public ProfileException()
    {
    }

    /// <summary>Makes one with a message for the user.</summary>
    public ProfileException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a message for the user and its cause.</summary>
    public ProfileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
