namespace Unpark.Analysis;

/// <summary>The order in which findings are shown: by file, place, rule and message.</summary>
public static class FindingOrder
{
    /// <summary>Compares two findings; paths ordinally.</summary>
    public static int Compare(Finding x, Finding y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var order = string.CompareOrdinal(x.Span.File.Path, y.Span.File.Path);
        order = order != 0 ? order : x.Span.Start.CompareTo(y.Span.Start);
        order = order != 0 ? order : x.Span.End.CompareTo(y.Span.End);
        order = order != 0 ? order : string.CompareOrdinal(x.Rule.Id, y.Rule.Id);
        return order != 0 ? order : string.CompareOrdinal(x.Message, y.Message);
    }
}
