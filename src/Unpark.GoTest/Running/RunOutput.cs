using System.Text;

namespace Unpark.GoTest;

/// <summary>What a test executable has printed in one run, and its report.</summary>
internal sealed class RunOutput(uint? seed)
{
    private const int MostKept = 64 << 20;

    private readonly StringBuilder text = new();
    private readonly StringBuilder report = new();
    private bool isReportWhole;

    /// <summary>The seed of its noise, if there were several runs.</summary>
    public uint? Seed => seed;

    /// <summary>What it has printed; the last of it only, if it is very much.</summary>
    public string Text => text.ToString();

    /// <summary>The events that tell so.</summary>
    public List<string> Events { get; } = [];

    /// <summary>Its exit code, if there were several runs; null if it has not ended.</summary>
    public int? ExitCode { get; set; }

    /// <summary>The report as it was sent, or null if there is none.</summary>
    public string? Sent => isReportWhole ? report.ToString() : null;

    /// <summary>True if there is a report that is broken off.</summary>
    public bool IsReportBroken => !isReportWhole && report.Length > 0;

    /// <summary>Takes a part of the report.</summary>
    public void Report(ReadOnlySpan<char> part)
    {
        if (isReportWhole)
        {
            // A TestMain may run the tests twice; the second report has what is still left of the first.
            report.Clear();
        }

        report.Append(part[1..]);
        isReportWhole = part[0] == '.';
    }

    /// <summary>Takes output.</summary>
    /// <returns>How much was dropped, since it is too much.</returns>
    public int Append(string output)
    {
        text.Append(output);
        if (text.Length <= MostKept)
        {
            return 0;
        }

        var cut = text.Length - (MostKept / 2);
        text.Remove(0, cut);
        return cut;
    }

    /// <summary>Drops the output, and keeps the report.</summary>
    public void Forget()
    {
        text.Clear();
        Events.Clear();
    }
}
