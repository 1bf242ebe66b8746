namespace Unpark.Cli.Terminals;

/// <summary>The standard streams of this process; what starts it may have closed them.</summary>
internal static class ProcessStreams
{
    /// <summary>Standard output. If it is closed, writing to it is an error.</summary>
    public static Stream Output() => new StandardStream(Open(Console.OpenStandardOutput), mustBeOpen: true);

    /// <summary>Standard error. If it is closed, nobody wants to know.</summary>
    public static Stream Error() => new StandardStream(Open(Console.OpenStandardError), mustBeOpen: false);

    private static Stream? Open(Func<Stream> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
