namespace Unpark.Conformance;

internal static class Program
{
    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["syntax", .. var rest]:
                return Syntax.SyntaxCommand.Run(rest);
            case ["types", .. var rest]:
                return Types.TypesCommand.Run(rest);
            default:
                Console.Error.WriteLine("""
                    usage: Unpark.Conformance syntax [PATH-PART...]
                           Unpark.Conformance types [--group NAME]... [--update] [--show N]
                           Unpark.Conformance types [--corpus] [--deps] [--show N] -- PATTERN...
                    """);
                return 2;
        }
    }
}
