using System.Collections.Immutable;
using Unpark.Cli.Exploring;
using Unpark.Cli.Terminals;
using Unpark.Explorer;

namespace Unpark.Cli.Reporting.Exploring;

/// <summary>
/// Shows a schedule with a column for each goroutine and time going down. Where there are more goroutines than columns fit,
/// each line names its goroutine instead.
/// </summary>
internal sealed class ScheduleColumns
{
    private const int NarrowestColumn = 17;
    private const int WidestColumn = 34;
    private const int Numbers = 5;
    private const int WidestPlace = 30;
    // Of a file or a pipe nobody knows the width; what is wider than this is no longer read as columns.
    private const int WidthOfFiles = 132;

    private readonly Terminal terminal;
    private readonly string package;
    private readonly ImmutableArray<TracedGoroutine> goroutines;
    private readonly ImmutableArray<ScheduleRow> rows;
    private readonly Dictionary<int, int> columnOf = [];
    private readonly int column;

    private ScheduleColumns(Terminal terminal, Trace trace, string package)
    {
        this.terminal = terminal;
        this.package = package;
        rows = ScheduleRows.Of(trace, package);
        goroutines = trace.Goroutines;
        foreach (var goroutine in goroutines)
        {
            columnOf[goroutine.Number] = columnOf.Count;
        }

        var places = Math.Min(WidestPlace, rows.Select(r => DisplayText.WidthOf(PlaceOf(r))).DefaultIfEmpty(0).Max());
        var width = Math.Min(terminal.Width, terminal.OutIsTerminal ? terminal.Width : WidthOfFiles);
        var widest = rows.Select(r => Math.Max(DisplayText.WidthOf(r.Text), DisplayText.WidthOf(r.OtherText))).DefaultIfEmpty(0).Max() + 4;
        widest = Math.Max(widest, goroutines.Select(g => DisplayText.WidthOf(HeadOf(g))).DefaultIfEmpty(0).Max() + 2);
        column = Math.Min(Math.Min(WidestColumn, widest), (width - Numbers - places - 1) / Math.Max(1, goroutines.Length));
    }

    /// <summary>Shows a schedule.</summary>
    public static void Write(Terminal terminal, Trace trace, string package) => new ScheduleColumns(terminal, trace, package).Write();

    private void Write()
    {
        if (column < Math.Min(NarrowestColumn, WidestColumn))
        {
            WriteList();
            return;
        }

        var head = string.Concat(goroutines.Select(g => Fit(HeadOf(g), column)));
        terminal.Out.WriteLine(terminal.Paint(TextStyle.Strong, $"{new string(' ', Numbers)}{head}".TrimEnd()));
        var alive = goroutines.Where(g => g.Creator is null).Select(g => g.Number).ToHashSet();
        foreach (var row in rows)
        {
            WriteRow(row, alive);
        }
    }

    private void WriteRow(ScheduleRow row, HashSet<int> alive)
    {
        var cells = goroutines.Select(g => alive.Contains(g.Number) ? Fit("│", column) : new string(' ', column)).ToArray();
        var own = columnOf[row.Goroutine];
        cells[own] = Fit(Sign(row) + DisplayText.Safe(row.Text) + Again(row), column);
        if (row.Other is { } number && columnOf.TryGetValue(number, out var other))
        {
            cells[other] = Fit(DisplayText.Safe(row.OtherText), column);
            // The arrow goes from who sends or starts to who receives or is started.
            var (from, to) = row.Kind == ScheduleRowKind.Start ? (own, other) : (other, own);
            Arrow(cells, from, to);
        }

        if (row.Kind == ScheduleRowKind.Start && row.Other is { } started)
        {
            alive.Add(started);
        }
        else if (row.Kind is ScheduleRowKind.End or ScheduleRowKind.Blocked or ScheduleRowKind.Left)
        {
            alive.Remove(row.Goroutine);
        }

        var step = terminal.Paint(TextStyle.Faint, (row.Step == 0 ? "" : $"{row.Step}").PadLeft(Numbers - 2));
        var place = terminal.Paint(TextStyle.Faint, Cut(PlaceOf(row), WidestPlace));
        var middle = string.Concat(cells);
        var line = $"{step}  {(row.Kind == ScheduleRowKind.Blocked ? terminal.Paint(TextStyle.Finding, middle) : middle)} {place}";
        terminal.Out.WriteLine(line.TrimEnd());
    }

    // Draws ──▶ or ◀── from the end of the left cell to the beginning of the right one.
    private void Arrow(string[] cells, int from, int to)
    {
        var (left, right) = (Math.Min(from, to), Math.Max(from, to));
        var text = cells[left].TrimEnd();
        var room = column - DisplayText.WidthOf(text);
        if (room < 3)
        {
            text = Cut(text, column - 3);
            room = column - DisplayText.WidthOf(text);
        }

        cells[left] = text + (to == left ? " ◀" : " ─") + new string('─', room - 2);
        for (var i = left + 1; i < right; i++)
        {
            cells[i] = new string('─', column);
        }

        if (to == right)
        {
            // The head of the arrow stands at the end of what is drawn last.
            cells[right - 1] = cells[right - 1][..^2] + "▶ ";
        }
        else
        {
            cells[right - 1] = cells[right - 1][..^1] + " ";
        }
    }

    private void WriteList()
    {
        foreach (var row in rows)
        {
            var other = row.Other is { } number
                ? row.Kind == ScheduleRowKind.Start ? $" → {number}" : $" ← {number} {row.OtherText}" : "";
            var step = terminal.Paint(TextStyle.Faint, (row.Step == 0 ? "" : $"{row.Step}").PadLeft(Numbers - 2));
            var text = DisplayText.Safe($"{HeadOf(goroutines[columnOf[row.Goroutine]])}: {Sign(row)}{row.Text}{other}{Again(row)}");
            terminal.Out.WriteLine($"{step}  {(row.Kind == ScheduleRowKind.Blocked ? terminal.Paint(TextStyle.Finding, text) : text)}"
                + terminal.Paint(TextStyle.Faint, PlaceOf(row).Length == 0 ? "" : "  " + PlaceOf(row)));
        }
    }

    private string HeadOf(TracedGoroutine goroutine) => DisplayText.Safe($"{goroutine.Number} {GoroutineWords.Short(goroutine.Function, package)}");

    private static string Sign(ScheduleRow row) => row.Kind switch
    {
        ScheduleRowKind.Blocked => "✗ ",
        ScheduleRowKind.Left => "… ",
        _ => "",
    };

    private static string Again(ScheduleRow row) => row.Rounds > 0 ? $" (and so {row.Rounds}x more)" : "";

    private static string PlaceOf(ScheduleRow row)
    {
        var place = row.Place is { } at ? GoroutineWords.Place(at) : "";
        return DisplayText.Safe(row.OtherPlace is { } other && GoroutineWords.Place(other) is var there && there != place
            ? other.File == row.Place?.File ? $"{place} ← :{other.Line}" : $"{place} ← {there}" : place);
    }

    private static string Fit(string text, int width)
    {
        var cut = Cut(text, width - 1);
        return cut + new string(' ', width - DisplayText.WidthOf(cut));
    }

    // In the middle: how a name begins and how it ends tells more than what is between.
    private static string Cut(string text, int width)
    {
        if (DisplayText.WidthOf(text) <= width)
        {
            return text;
        }

        if (width < 2)
        {
            return "…";
        }

        var end = (width - 1) / 2;
        while (DisplayText.WidthOf(text[..(width - 1 - end)]) + DisplayText.WidthOf(text[^end..]) > width - 1 && end > 0)
        {
            end--;
        }

        var start = width - 1 - end;
        while (start > 0 && DisplayText.WidthOf(text[..start]) + DisplayText.WidthOf(text[^end..]) > width - 1)
        {
            start--;
        }

        return $"{text[..start]}…{text[^end..]}";
    }
}
