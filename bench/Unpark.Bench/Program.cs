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
            case ["rules", .. var rest]:
                return Rules.RuleBench.Run(rest);
            case ["profiles", .. var rest]:
                return Profiles.ProfileBench.Run(rest);
            case ["profiles-once", var path, var rounds]:
                return Profiles.ProfileBench.Once(path, int.Parse(rounds, null));
            default:
                Console.Error.WriteLine("""
                    usage: Unpark.Bench parse [ROUNDS]
                           Unpark.Bench check [ROUNDS [PATTERN...]]
                           Unpark.Bench rules [PATTERN...]
                           Unpark.Bench profiles [ROUNDS [GOROUTINES]]
                           Unpark.Bench profiles-once FILE ROUNDS

                    parse: the time to parse all of std single-threaded, interleaved with go/parser.
                    check: the time and memory to parse and check std, all bodies, with one and with two threads,
                           interleaved with go/parser and go/types on one processor.
                    rules: what each rule takes of time and memory over packages, on one thread.
                    profiles: the time and memory to read a dump of a million goroutines that Go has made, interleaved with
                           panicparse (eng/get-panicparse). Debian has no other reader of dumps: its goleak and gotrace read
                           those of their own process only, and its pprof library none.

                    Runs as it is built, or as a native executable: dotnet publish bench/Unpark.Bench -p:PublishAot=true -o artifacts/bench
                    """);
                return 2;
        }
    }
}
