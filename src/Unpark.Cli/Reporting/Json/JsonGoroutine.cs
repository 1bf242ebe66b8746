namespace Unpark.Cli.Reporting.Json;

/// <summary>What has become of a goroutine at the end of a schedule.</summary>
internal sealed record JsonGoroutine(int Number, string Function, int? Creator, string Fate, string WaitReason, string Next, string File, int Line);
