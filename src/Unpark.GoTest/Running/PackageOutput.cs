using System.Text;

namespace Unpark.GoTest;

/// <summary>What the tests of a package have printed, with our report taken out of it.</summary>
internal sealed class PackageOutput(string package)
{
    private const string Mark = "\u0002unpark ";
    private const int MostKept = 64 << 20;

    private readonly StringBuilder text = new();
    private readonly StringBuilder report = new();
    private bool isReportWhole;

    /// <summary>The import path.</summary>
    public string Package => package;

    /// <summary>What is printed when the package has come to its end; the last of it only, if it is very much.</summary>
    public string Text => text.ToString();

    /// <summary>How the package ended: pass, fail or skip; null as long as it has not.</summary>
    public string? End { get; set; }

    /// <summary>How much of the text has been shown.</summary>
    public int Shown { get; set; }

    /// <summary>The report as it was sent, or null if there is none.</summary>
    public string? Report => isReportWhole ? report.ToString() : null;

    /// <summary>True if there is a report in it that is broken off.</summary>
    public bool IsReportBroken => !isReportWhole && report.Length > 0;

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
        if (line.Length == 0)
        {
            return at > 0;
        }

        if (isReportWhole)
        {
            // A TestMain may run the tests twice; the second report has what is still left of the first.
            report.Clear();
        }

        report.Append(line[1..]);
        isReportWhole = line[0] == '.';
        return at > 0;
    }

    private void Append(string output)
    {
        text.Append(output);
        if (text.Length > MostKept)
        {
            var cut = text.Length - (MostKept / 2);
            text.Remove(0, cut);
            Shown = Math.Max(0, Shown - cut);
        }
    }
}
