namespace Unpark.Bench;

internal static class Program
{
    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["parse", .. var rest]:
                return Parsing.ParseBench.Run(rest);
            default:
                Console.Error.WriteLine("""
                    usage: Unpark.Bench parse [ROUNDS]

                    parse: the time to parse all of std single-threaded, interleaved with go/parser.

                    Runs as it is built, or as a native executable: dotnet publish bench/Unpark.Bench -p:PublishAot=true -o artifacts/bench
                    """);
                return 2;
        }
    }
}
