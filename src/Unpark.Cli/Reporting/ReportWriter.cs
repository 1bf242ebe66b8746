using System.Collections.Immutable;
using Unpark.Cli.Checking;
using Unpark.Cli.Fixing;
using Unpark.Cli.Terminals;

namespace Unpark.Cli.Reporting;

/// <summary>Writes reports to where they are wanted.</summary>
internal static class ReportWriter
{
    /// <summary>Writes all of them; a file is there as a whole or not at all.</summary>
    /// <param name="targets">What to write.</param>
    /// <param name="terminal">Where what goes to no file is written.</param>
    /// <param name="paths">How paths are shown.</param>
    /// <param name="report">Writes a report in a format.</param>
    /// <returns>False if a file could not be written, which is said.</returns>
    /// <exception cref="IOException">Standard output cannot be written.</exception>
    public static bool Write(ImmutableArray<OutputTarget> targets, Terminal terminal, PathDisplay paths, Action<string, Terminal> report)
    {
        var failures = new List<string>();
        foreach (var target in targets)
        {
            if (target.Path is not { } path)
            {
                report(target.Format, terminal);
                continue;
            }

            using var content = new MemoryStream();
            using (var file = new Terminal(content, Stream.Null))
            {
                report(target.Format, file);
                file.Flush();
                try
                {
                    AtomicFile.Write(path, content.GetBuffer().AsSpan(0, (int)content.Length));
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    failures.Add($"could not write {paths.Show(path)}: {e.Message}");
                }
            }
        }

        failures.ForEach(terminal.WriteError);
        return failures.Count == 0;
    }
}
