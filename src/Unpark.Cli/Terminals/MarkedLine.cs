namespace Unpark.Cli.Terminals;

/// <summary>A line of source as a terminal shows it, and where its mark is.</summary>
/// <param name="Text">The text, without tabs or unsafe characters.</param>
/// <param name="MarkColumn">The column, counted from 0, at which the mark begins.</param>
/// <param name="MarkWidth">How many columns the mark takes; at least 1.</param>
internal sealed record MarkedLine(string Text, int MarkColumn, int MarkWidth);
