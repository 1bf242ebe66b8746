using Unpark.Go.Syntax;

namespace Unpark.Flow;

/// <summary>Names functions as Go prints them.</summary>
public static class FunctionNames
{
    /// <summary><c>f</c>, <c>(T).m</c> or <c>(*T).m</c>; without type parameters.</summary>
    public static string Of(FuncDecl function)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (function.Recv is not { List: [var receiver, ..] })
        {
            return function.Name.Name;
        }

        var type = receiver.Type;
        var star = "";
        while (true)
        {
            switch (type)
            {
                case ParenExpr paren:
                    type = paren.X;
                    break;
                case StarExpr pointer:
                    type = pointer.X;
                    star = "*";
                    break;
                case IndexExpr generic:
                    type = generic.X;
                    break;
                case IndexListExpr generic:
                    type = generic.X;
                    break;
                case Ident name:
                    return $"({star}{name.Name}).{function.Name.Name}";
                default:
                    return function.Name.Name;
            }
        }
    }
}
