namespace Unpark.Profiles;

/// <summary>A list of signatures is not written as it should be. The message names the line.</summary>
public sealed class SignatureFormatException : Exception
{
    /// <summary>Makes one without a message.</summary>
    public SignatureFormatException()
    {
    }

    /// <summary>Makes one with a message.</summary>
    public SignatureFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a message and its cause.</summary>
    public SignatureFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
