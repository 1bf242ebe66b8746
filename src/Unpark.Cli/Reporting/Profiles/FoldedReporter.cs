using System.Text;
using Unpark.Cli.Terminals;
using Unpark.Profiles;

namespace Unpark.Cli.Reporting.Profiles;

/// <summary>Writes a profile as folded stacks, which flame graph tools read: the outermost function first, then the count.</summary>
internal static class FoldedReporter
{
    /// <summary>Writes the stacks; the state is the innermost frame.</summary>
    public static void Write(Terminal terminal, ProfileView view)
    {
        var lines = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var explained in view.Groups)
        {
            var group = explained.Group;
            var line = new StringBuilder();
            for (var i = group.Stack.Frames.Length - 1; i >= 0; i--)
            {
                var frame = group.Stack.Frames[i];
                line.Append(Word(frame.Function.Length > 0 ? frame.Function : frame.ToString())).Append(';');
            }

            var state = ProfileWords.State(group);
            line.Append('[').Append(Word(state.Length > 0 ? state : "goroutine")).Append(']');
            var key = line.ToString();
            lines[key] = lines.GetValueOrDefault(key) + group.Count;
        }

        foreach (var (stack, count) in lines.OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            terminal.Out.WriteLine($"{stack} {ProfileWords.Number(count)}");
        }

        terminal.Flush();
    }

    private static string Word(string text) => DisplayText.Safe(text).Replace(';', ',');
}
