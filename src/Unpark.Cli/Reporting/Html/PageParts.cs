using System.Collections.Immutable;

namespace Unpark.Cli.Reporting.Html;

/// <summary>The files that a page is put together from.</summary>
/// <param name="Subject">What stands in the title behind the heading.</param>
/// <param name="Template">The HTML.</param>
/// <param name="Styles">The styles, in their order.</param>
/// <param name="Scripts">The programs, in the order in which they need each other.</param>
internal sealed record PageParts(string Subject, string Template, ImmutableArray<string> Styles, ImmutableArray<string> Scripts)
{
    /// <summary>The page of profiles.</summary>
    public static PageParts Profile { get; } = new("goroutines", "page.html", ["page.css"],
    [
        "dom.js", "model.js", "filters.js", "rows.js", "columns.js", "table.js", "detail.js", "calltree.js", "icicle.js",
        "summary.js", "theme.js", "main.js",
    ]);

    /// <summary>The page of schedules.</summary>
    public static PageParts Schedule { get; } = new("schedules", "schedule.html", ["page.css", "schedule.css"],
        ["dom.js", "theme.js", "sequence.js", "schedule.js"]);
}
