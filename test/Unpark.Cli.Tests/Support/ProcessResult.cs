namespace Unpark.Cli.Tests.Support;

/// <summary>What a process left behind.</summary>
internal sealed record ProcessResult(int ExitCode, string Output, string Error);
