using System.Collections.Immutable;
using System.Text;
using Unpark.Analysis.Fixes;
using Unpark.Cli.Checking;
using Unpark.Cli.Terminals;

namespace Unpark.Cli.Fixing;

/// <summary>Prints changes as unified diffs; without colour byte for byte, so that they can be applied.</summary>
internal static class DiffPrinter
{
    /// <summary>Prints the changes in order.</summary>
    public static void Print(Terminal terminal, PathDisplay paths, ImmutableArray<FileChange> changes)
    {
        using var output = new MemoryStream();
        foreach (var change in changes)
        {
            var name = paths.Show(change.File.Path).Replace('\\', '/').TrimStart('/');
            var lines = UnifiedDiff.Compute(name, change.File.Content.ToArray(), change.NewContent);
            for (var i = 0; i < lines.Count; i++)
            {
                Print(output, lines[i].Span, terminal.ColorOut ? StyleOf(lines[i].Span, i) : TextStyle.Plain);
            }
        }

        terminal.Flush();
        output.WriteTo(terminal.OutputStream);
        terminal.OutputStream.Flush();
    }

    private static TextStyle StyleOf(ReadOnlySpan<byte> line, int index) => (char)line[0] switch
    {
        _ when index < 2 => TextStyle.Strong,
        '+' => TextStyle.Good,
        '-' => TextStyle.Bad,
        '@' => TextStyle.Step,
        _ => TextStyle.Plain,
    };

    private static void Print(MemoryStream output, ReadOnlySpan<byte> line, TextStyle style)
    {
        if (style == TextStyle.Plain)
        {
            output.Write(line);
            return;
        }

        output.Write(Encoding.ASCII.GetBytes(Ansi.Begin(style)));
        output.Write(line[..^1]);
        output.Write(Encoding.ASCII.GetBytes(Ansi.End));
        output.Write(line[^1..]);
    }
}
