namespace Unpark.Bench;

internal static class Program
{
    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["parse", .. var rest]:
                return Parsing.ParseBench.Run(rest);
            case ["check", .. var rest]:
                return Checking.CheckBench.Run(rest);
            case ["check-once", var threads]:
                return Checking.CheckOnce.Run(int.Parse(threads, null));
            default:
                Console.Error.WriteLine("""
                    usage: Unpark.Bench parse [ROUNDS]
                           Unpark.Bench check [ROUNDS [PATTERN...]]

                    parse: the time to parse all of std single-threaded, interleaved with go/parser.
                    check: the time and memory to parse and check std, all bodies, with one and with two threads,
                           interleaved with go/parser and go/types on one processor.

                    Runs as it is built, or as a native executable: dotnet publish bench/Unpark.Bench -p:PublishAot=true -o artifacts/bench
                    """);
                return 2;
        }
    }
}
