using System.Collections.Immutable;

namespace Unpark.Cli.Reporting.Json;

/// <summary>A finding; lines and columns are counted from 1, columns in bytes, and the end is behind the last byte.</summary>
internal sealed record JsonFinding(string Rule, string Name, int Scenario, string Confidence, string File, int Line,
    int Column, int EndLine, int EndColumn, string Function, string Message, ImmutableArray<JsonRelated> Related,
    JsonFix? Fix, string Severity, string Fingerprint, ImmutableArray<JsonFix> Alternatives);
