using System.Collections.Immutable;

namespace Unpark.Cli.Reporting.Json;

/// <summary>A step of a schedule: what it shows, and in the last members what it takes to take it again.</summary>
internal sealed record JsonScheduleStep(int Goroutine, string Function, string What, string Name, string File, int Line,
    int? Partner, string? PartnerFile, int? PartnerLine, string Kind, int Option, int PartnerOption, ImmutableArray<JsonLoopRounds> Loops);
