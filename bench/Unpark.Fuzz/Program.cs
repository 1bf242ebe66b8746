namespace Unpark.Fuzz;

internal static class Program
{
    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["syntax", .. var rest]:
                return Syntax.SyntaxFuzzer.Run(rest);
            case ["types", .. var rest]:
                return Types.TypesFuzzer.Run(rest);
            case ["profiles", .. var rest]:
                return Profiles.ProfilesFuzzer.Run(rest);
            default:
                Console.Error.WriteLine("""
                    usage: Unpark.Fuzz syntax [MINUTES [SEED]]
                           Unpark.Fuzz types [MINUTES [SEED]]
                           Unpark.Fuzz types again FOLDER
                           Unpark.Fuzz profiles [MINUTES [SEED]]

                    syntax: Breaks files of Go's own source at random, parses them, and compares the trees and errors with
                    go/parser's. Inputs that throw, take over a second, or differ are written to artifacts/fuzz; a crash
                    found here becomes a file of test/Unpark.Go.Tests/Syntax/Crashers.

                    types: Type-checks packages of Go's own source with expressions in each other's places, or with bytes
                    changed. What throws or takes over a second is written to artifacts/fuzz.

                    profiles: Reads the samples of test/Unpark.Profiles.Tests with bytes changed or cut off.
                    """);
                return 2;
        }
    }
}
