using Unpark.Cli.Checking;
using Unpark.Cli.Commands;
using Unpark.Cli.Terminals;

namespace Unpark.Cli;

/// <summary>The <c>unpark</c> executable.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        // Editors and scripts ask for the version at every start: nothing is set up for it.
        if (args is ["--version" or "-version"])
        {
            return WriteVersion();
        }

        using var terminal = Terminal.OfProcess();
        using var interrupt = new Interrupt();
        interrupt.Listen();
        return new UnparkCommand(terminal, new GoCheckEngine(), interrupt, Directory.GetCurrentDirectory()).Run(args);
    }

    private static int WriteVersion()
    {
        try
        {
            using var output = ProcessStreams.Output();
            output.Write(System.Text.Encoding.UTF8.GetBytes(ProductVersion.Line + "\n"));
            return 0;
        }
        catch (IOException e)
        {
            using var terminal = Terminal.OfProcess();
            terminal.WriteError(UnparkCommand.OutputFailure(e));
            return UnparkCommand.CouldNotRun;
        }
    }
}
