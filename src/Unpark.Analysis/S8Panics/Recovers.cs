using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S8Panics;

/// <summary>Recognises the built-in function recover, and what is done with its value.</summary>
internal static class Recovers
{
    /// <summary>True for a call of the built-in recover.</summary>
    public static bool Is(TypedFile file, CallExpr call) =>
        Callees.Unparen(call.Fun) is Ident { Name: "recover" } name && file.UseOf(name) is Builtin;

    /// <summary>The calls of recover in a function itself, not in literals within.</summary>
    public static IEnumerable<CallExpr> In(FlowFunction function) => function.Calls.Where(c => Is(function.File, c));

    /// <summary>The defer statement whose function a literal is, or null.</summary>
    public static DeferStmt? DeferOf(FlowFunction literal) =>
        literal.Outer?.Parents.Of(literal.Syntax) is CallExpr call && call.Fun == literal.Syntax
            ? literal.Outer.Parents.Of(call) as DeferStmt
            : null;
}
