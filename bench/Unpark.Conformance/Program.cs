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
            case ["ssa", .. var rest]:
                return Flow.SsaCommand.Run(rest);
            case ["calls", .. var rest]:
                return Flow.CallsCommand.Run(rest);
            case ["explore-kernels", .. var rest]:
                return Explorer.KernelsCommand.Run(rest);
            case ["explore-search", .. var rest]:
                return Explorer.SearchCommand.Run(rest);
            case ["interpreter", .. var rest]:
                return Interpretation.InterpreterCommand.Run(rest);
            case ["packages"]:
                return PackageConformance.Run();
            case ["api-snapshot", var goRoot, var target]:
                File.WriteAllBytes(target, Unpark.Go.Build.ApiSnapshot.Create(goRoot));
                return 0;
            default:
                Console.Error.WriteLine("""
                    usage: Unpark.Conformance syntax [PATH-PART...]
                           Unpark.Conformance types [--group NAME]... [--update] [--show N]
                           Unpark.Conformance types [--corpus] [--deps] [--show N] -- PATTERN...
                           Unpark.Conformance ssa [PATTERN...]
                           Unpark.Conformance ssa --print PATTERN [FUNCTION...]
                           Unpark.Conformance calls [PATTERN...]
                           Unpark.Conformance explore-kernels [--update] [KERNEL...]
                           Unpark.Conformance explore-search [--update] [KERNEL...]
                           Unpark.Conformance interpreter [--update] [--real] [NAME-PART...]
                           Unpark.Conformance packages
                           Unpark.Conformance api-snapshot GOROOT FILE
                    """);
                return 2;
        }
    }
}
