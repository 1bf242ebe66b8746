namespace Unpark.Fuzz;

internal static class Program
{
    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["syntax", .. var rest]:
                return Syntax.SyntaxFuzzer.Run(rest);
            default:
                Console.Error.WriteLine("""
                    usage: Unpark.Fuzz syntax [MINUTES [SEED]]

                    Breaks files of Go's own source at random, parses them, and compares the trees and errors with
                    go/parser's. Inputs that throw, take over a second, or differ are written to artifacts/fuzz; a crash
                    found here becomes a file of test/Unpark.Go.Tests/Syntax/Crashers.
                    """);
                return 2;
        }
    }
}
