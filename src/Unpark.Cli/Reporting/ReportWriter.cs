using System.Collections.Immutable;
using Unpark.Cli.Checking;
using Unpark.Cli.Fixing;
using Unpark.Cli.Terminals;

namespace Unpark.Cli.Reporting;

/// <summary>Writes reports to where they are wanted.</summary>
internal static class ReportWriter
{
    /// <summary>Writes all of them; a file is there as a whole or not at all.</summary>
    /// <returns>The messages about files that could not be written.</returns>
    /// <exception cref="IOException">Standard output cannot be written.</exception>
    public static ImmutableArray<string> Write(ImmutableArray<OutputTarget> targets, CheckResult result, Terminal terminal,
        ReportContext context)
    {
        var failures = ImmutableArray.CreateBuilder<string>();
        foreach (var target in targets)
        {
            if (target.Path is not { } path)
            {
                ReportFormats.Create(target.Format, terminal, context).Report(result);
                continue;
            }

            using var content = new MemoryStream();
            using (var file = new Terminal(content, Stream.Null))
            {
                ReportFormats.Create(target.Format, file, context).Report(result);
                file.Flush();
                try
                {
                    AtomicFile.Write(path, content.GetBuffer().AsSpan(0, (int)content.Length));
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    failures.Add($"could not write {context.Paths.Show(path)}: {e.Message}");
                }
            }
        }

        return failures.DrainToImmutable();
    }
}
