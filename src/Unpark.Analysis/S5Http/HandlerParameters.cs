using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S5Http;

/// <summary>The parameters of a function that answers HTTP requests.</summary>
/// <param name="Writer">The http.ResponseWriter, or what stands for it in a framework; null if it has no name.</param>
/// <param name="Request">The *http.Request; null if it has no name, and in frameworks.</param>
/// <param name="IsPooled">True for a framework's context, which is used for another request afterwards.</param>
internal sealed record HandlerParameters(Var? Writer, Var? Request, bool IsPooled)
{
    /// <summary>The parameters, if the function has those of a handler; otherwise null.</summary>
    public static HandlerParameters? Of(FlowFunction function)
    {
        if (function.Type.Params.List is not [var first, ..] fields)
        {
            return null;
        }

        if (IsType(function, first, "github.com/gin-gonic/gin", "Context")
            || IsType(function, first, "github.com/labstack/echo/v4", "Context")
            || IsType(function, first, "github.com/gofiber/fiber/v2", "Ctx"))
        {
            return fields.Length == 1 && first.Names.Length <= 1 ? new HandlerParameters(VariableOf(function, first), null, true) : null;
        }

        return fields.Length == 2 && first.Names.Length <= 1 && fields[1].Names.Length <= 1
            && IsType(function, first, "net/http", "ResponseWriter") && IsType(function, fields[1], "net/http", "Request")
            ? new HandlerParameters(VariableOf(function, first), VariableOf(function, fields[1]), false)
            : null;
    }

    private static bool IsType(FlowFunction function, Field field, string path, string name) =>
        field.Type switch
        {
            StarExpr { X: SelectorExpr { Sel.Name: var called } } => called == name,
            SelectorExpr { Sel.Name: var called } => called == name,
            _ => false,
        } && GoTypes.IsNamed(function.File.TypeOf(field.Type!).Type, path, name);

    private static Var? VariableOf(FlowFunction function, Field field) =>
        field.Names is [{ IsBlank: false } name] ? function.File.DefOf(name) as Var : null;
}
