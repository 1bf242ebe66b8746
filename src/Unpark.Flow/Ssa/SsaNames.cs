namespace Unpark.Flow;

/// <summary>Names functions, literals too.</summary>
internal static class SsaNames
{
    public static string Of(FlowFunction function)
    {
        if (function.Syntax is Go.Syntax.FuncDecl)
        {
            return function.Name;
        }

        if (function.Outer is { } outer)
        {
            return $"{Of(outer)}${outer.Literals.IndexOf(function) + 1}";
        }

        var number = 0;
        foreach (var other in function.Package.Functions)
        {
            if (other.Outer == null && other.Syntax is Go.Syntax.FuncLit)
            {
                number++;
                if (other == function)
                {
                    break;
                }
            }
        }

        return $"init$vars${number}";
    }
}
