namespace Unpark.Cli.Terminals;

/// <summary>The escape sequences of the styles: the sixteen colours every terminal has and people set to their taste.</summary>
internal static class Ansi
{
    /// <summary>Goes back to the start of the line and erases it.</summary>
    public const string EraseLine = "\r\e[K";

    /// <summary>Ends a style.</summary>
    public const string End = "\e[0m";

    /// <summary>Begins a style; empty for plain text.</summary>
    public static string Begin(TextStyle style) => style switch
    {
        TextStyle.Strong => "\e[1m",
        TextStyle.Finding => "\e[1;31m",
        TextStyle.Step => "\e[1;34m",
        TextStyle.Faint => "\e[2m",
        TextStyle.Good => "\e[32m",
        TextStyle.Bad => "\e[31m",
        TextStyle.Code => "\e[36m",
        _ => "",
    };

    /// <summary>A text in a style.</summary>
    public static string Paint(TextStyle style, string text)
        => style == TextStyle.Plain || text.Length == 0 ? text : Begin(style) + text + End;
}
