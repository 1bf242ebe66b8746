using System.Globalization;
using System.Text;

namespace Unpark.GoTest;

/// <summary>
/// What the tests of a package have printed, with our reports taken out of it; of several runs, what is common to all of them
/// and what each has printed.
/// </summary>
internal sealed class PackageOutput(string package)
{
    private const string Mark = "\u0002unpark ";
    private const char RunBegins = '>';
    private const char RunEnds = '<';

    private readonly List<RunOutput> runs = [];
    private readonly RunOutput before = new(null);
    private readonly RunOutput after = new(null);
    private RunOutput? current;

    /// <summary>The import path.</summary>
    public string Package => package;

    /// <summary>What is printed when the package has come to its end: of the run to be shown, if there were several.</summary>
    public string Text => runs.Count == 0 ? before.Text : before.Text + Chosen.Text + after.Text;

    /// <summary>The events to be shown, as the go command has written them.</summary>
    public IEnumerable<string> Events => runs.Count == 0 ? before.Events : [.. before.Events, .. Chosen.Events, .. after.Events];

    /// <summary>How the package ended: pass, fail or skip; null as long as it has not.</summary>
    public string? End { get; set; }

    /// <summary>How much of the text has been shown.</summary>
    public int Shown { get; set; }

    /// <summary>The output of the one run, if there were not several.</summary>
    public RunOutput Single => before;

    /// <summary>The output of each run, if there were several.</summary>
    public IReadOnlyList<RunOutput> Runs => runs;

    // The first that fails, or the last.
    private RunOutput Chosen => runs.Find(r => r.ExitCode != 0) ?? runs[^1];

    private RunOutput Current => current ?? (runs.Count == 0 ? before : after);

    /// <summary>Takes output.</summary>
    /// <returns>True if any of it is to be shown.</returns>
    public bool Add(string output)
    {
        var at = output.IndexOf(Mark, StringComparison.Ordinal);
        if (at < 0)
        {
            Append(output);
            return true;
        }

        // The tests' own output may have left the cursor in the middle of a line.
        Append(output[..at]);
        var line = output.AsSpan(at + Mark.Length).TrimEnd("\r\n");
        switch (line.Length == 0 ? ' ' : line[0])
        {
            case ' ':
                break;
            case RunBegins:
                // Only what failed is of interest when others have run.
                if (runs.Count > 0 && runs[^1].ExitCode == 0)
                {
                    runs[^1].Forget();
                }

                runs.Add(current = new RunOutput(uint.Parse(line[1..], CultureInfo.InvariantCulture)));
                break;
            case RunEnds:
                Current.ExitCode = int.Parse(line[1..], CultureInfo.InvariantCulture);
                current = null;
                break;
            default:
                Current.Report(line);
                break;
        }

        return at > 0;
    }

    /// <summary>Takes an event that is to be shown as it is.</summary>
    public void AddEvent(string line) => Current.Events.Add(line);

    private void Append(string output)
    {
        var cut = Current.Append(output);
        Shown = Math.Max(0, Shown - cut);
    }
}
