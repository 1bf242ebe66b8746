using System.Text;

namespace Unpark.Cli.Terminals;

/// <summary>The two streams a command writes to, and what they can show.</summary>
internal sealed class Terminal : IDisposable
{
    // Of a file or a pipe nobody knows how wide it will be shown; only lines that are long beyond reason are cut.
    private const int WidthOfFiles = 240;
    private const int DefaultWidth = 100;
    private const int DefaultHeight = 40;

    /// <summary>Makes a terminal of two streams.</summary>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where messages about the run go.</param>
    public Terminal(Stream output, Stream error)
    {
        OutputStream = output;
        Out = new StreamWriter(output, new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
        Error = new StreamWriter(error, new UTF8Encoding(false), 1 << 10) { NewLine = "\n", AutoFlush = true };
    }

    /// <summary>Where results go. Buffered: <see cref="Flush"/> it before writing to <see cref="OutputStream"/>.</summary>
    public StreamWriter Out { get; }

    /// <summary>Where messages about the run go. Never buffered.</summary>
    public StreamWriter Error { get; }

    /// <summary>The stream under <see cref="Out"/>, for bytes that need not be text.</summary>
    public Stream OutputStream { get; }

    /// <summary>Whether results are coloured.</summary>
    public bool ColorOut { get; private set; }

    /// <summary>Whether messages about the run are coloured.</summary>
    public bool ColorError { get; private set; }

    /// <summary>True if a person watches the results.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>True if a person watches the messages, so that progress can be shown.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>How many columns there are for results.</summary>
    public int Width { get; init; } = DefaultWidth;

    /// <summary>How many lines there are for results.</summary>
    public int Height { get; init; } = DefaultHeight;

    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess()
    {
        var outIsTerminal = !Console.IsOutputRedirected;
        return new Terminal(ProcessStreams.Output(), ProcessStreams.Error())
        {
            OutIsTerminal = outIsTerminal,
            ErrorIsTerminal = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb",
            Width = outIsTerminal ? ReadWidth() : WidthOfFiles,
            Height = outIsTerminal ? ReadHeight() : DefaultHeight,
        };
    }

    /// <summary>Decides about colour.</summary>
    public void UseColor(ColorChoice choice)
    {
        var able = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") != "dumb";
        ColorOut = choice == ColorChoice.Always || (choice == ColorChoice.Auto && able && OutIsTerminal);
        ColorError = choice == ColorChoice.Always || (choice == ColorChoice.Auto && able && ErrorIsTerminal);
    }

    /// <summary>A text as the results show it, coloured if they are.</summary>
    public string Paint(TextStyle style, string text) => ColorOut ? Ansi.Paint(style, text) : text;

    /// <summary>Writes a message about the run, the program's name before each of its lines.</summary>
    public void WriteError(string message)
    {
        var name = ColorError ? Ansi.Paint(TextStyle.Bad, "unpark:") : "unpark:";
        foreach (var line in message.Split('\n'))
        {
            Error.WriteLine($"{name} {DisplayText.Safe(line)}");
        }
    }

    /// <summary>Writes out what is buffered.</summary>
    /// <exception cref="IOException">The output is full; a reader that has gone away is no error.</exception>
    public void Flush() => Out.Flush();

    /// <inheritdoc/>
    public void Dispose()
    {
        Out.Dispose();
        Error.Dispose();
    }

    private static int ReadHeight()
    {
        try
        {
            return Console.WindowHeight is > 8 and var height ? height : DefaultHeight;
        }
        catch (IOException)
        {
            return DefaultHeight;
        }
    }

    private static int ReadWidth()
    {
        try
        {
            return Console.WindowWidth is > 0 and var width ? width : DefaultWidth;
        }
        catch (IOException)
        {
            return DefaultWidth;
        }
    }
}
