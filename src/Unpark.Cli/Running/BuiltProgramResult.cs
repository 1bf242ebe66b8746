using System.Collections.Immutable;

namespace Unpark.Cli.Running;

/// <summary>How a program ended that was built already.</summary>
/// <param name="ExitCode">Its exit code; 0 if it ended by what was done to end it.</param>
/// <param name="Killed">True if it did not end when it was told to, and was killed.</param>
/// <param name="Elapsed">How long it ran before it was told to end, or ended.</param>
/// <param name="Processes">The Go programs that were seen, itself first.</param>
/// <param name="End">What ended it.</param>
/// <param name="StillRunning">How many processes that it has started were still running when it had ended; they were killed.</param>
internal sealed record BuiltProgramResult(int ExitCode, bool Killed, TimeSpan Elapsed, ImmutableArray<WatchedGoProcess> Processes, ProgramEnd End, int StillRunning);
