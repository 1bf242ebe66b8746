namespace Unpark.Explorer;

/// <summary>A schedule does not fit the code: a step of it is not possible there.</summary>
public sealed class TraceMismatchException : Exception
{
    /// <summary>Makes one without a message.</summary>
    public TraceMismatchException()
    {
    }

    /// <summary>Makes one with a message.</summary>
    /// <param name="message">Why the step is not possible.</param>
    public TraceMismatchException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a message and a cause.</summary>
    /// <param name="message">Why the step is not possible.</param>
    /// <param name="innerException">The cause.</param>
    public TraceMismatchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes one of a step.</summary>
    /// <param name="step">The index of the step.</param>
    /// <param name="message">Why it is not possible.</param>
    public TraceMismatchException(int step, string message)
        : base(message) => Step = step;

    /// <summary>The index of the step, from 0.</summary>
    public int Step { get; }
}
