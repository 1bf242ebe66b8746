using System.CommandLine;
using Unpark.Cli.Checking;
using Unpark.Cli.Profiling;
using Unpark.Cli.Reporting;
using Unpark.Cli.Terminals;
using Unpark.Profiles;

namespace Unpark.Cli.Commands;

/// <summary><c>unpark profile</c>.</summary>
internal sealed class ProfileCommand : Command
{
    // A server may send for ever; what a process's profile takes is far below this.
    private const long MaxBytesOfServer = 1L << 30;

    /// <summary>Makes the command.</summary>
    public ProfileCommand(Terminal terminal, Interrupt interrupt, string folder)
        : base("profile", "Shows the goroutines of a profile or dump, grouped by where they are.")
    {
        var input = new Argument<string>("input")
        {
            Description = "A file, - for standard input, a URL, or host:port of a server with net/http/pprof",
        };
        var dump = new Option<int?>("--dump") { Description = "Which dump to show where there are several, counted from 1" };
        var timeout = new Option<double>("--timeout")
        {
            Description = "How many seconds a server may keep silent",
            DefaultValueFactory = _ => 30,
        };
        Arguments.Add(input);
        Options.Add(dump);
        Options.Add(timeout);
        var format = new FormatOptions(this);
        SetAction(result =>
        {
            terminal.UseColor(ColorChoice.Auto);
            var name = result.GetRequiredValue(input);
            if (result.GetValue(timeout) is not (> 0 and < 1e6))
            {
                throw new CheckException("--timeout wants a number of seconds above 0");
            }

            var source = new ProfileSource(folder, TimeSpan.FromSeconds(result.GetValue(timeout)));
            var profile = Read(terminal, source, name, result.GetValue(dump), interrupt.Token);
            var groups = GoroutineGroups.Of(profile);
            ProfileReporter.WriteProblems(terminal, name, profile);
            if (format.IsJson(result))
            {
                ProfileReporter.WriteJson(terminal, profile, groups);
            }
            else
            {
                ProfileReporter.WriteText(terminal, profile, groups);
            }

            return 0;
        });
    }

    private static Profile Read(Terminal terminal, ProfileSource source, string name, int? dump, CancellationToken cancellation)
    {
        using var stream = source.Open(name, cancellation);
        var options = stream is FileStream ? ProfileReadOptions.Default
            : new ProfileReadOptions { MaxBytes = MaxBytesOfServer, MaxBinaryBytes = (int)(MaxBytesOfServer / 4) };
        Profile? chosen = null;
        var count = 0;
        var number = 0;
        try
        {
            foreach (var profile in ProfileReader.Read(stream, options))
            {
                cancellation.ThrowIfCancellationRequested();
                count++;
                // A stack that a recovered panic has logged is not what the process was doing; the last whole dump is.
                if (dump is { } wanted ? wanted == count
                    : chosen is null || profile.Goroutines > 1 || chosen.Goroutines <= 1)
                {
                    (chosen, number) = (profile, count);
                }
            }
        }
        catch (ProfileException e)
        {
            throw new CheckException($"{(name == "-" ? "standard input" : name)}: {e.Message}", e);
        }

        if (chosen is null)
        {
            throw new CheckException(dump is null ? $"{name}: no goroutines"
                : $"{name}: there is no dump {dump}, there {(count == 1 ? "is 1" : $"are {count}")}");
        }

        if (count > 1 && dump is null)
        {
            terminal.WriteError($"{count} dumps in {name}; this is number {number}, from line {chosen.Line} (--dump N shows another)");
        }

        return chosen;
    }
}
