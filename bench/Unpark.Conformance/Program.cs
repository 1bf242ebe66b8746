namespace Unpark.Conformance;

internal static class Program
{
    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["syntax", .. var rest]:
                return Syntax.SyntaxCommand.Run(rest);
            default:
                Console.Error.WriteLine("""
                    usage: Unpark.Conformance syntax [PATH-PART...]
                    """);
                return 2;
        }
    }
}
