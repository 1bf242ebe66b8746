using Unpark.Analysis.Obligations;
using Unpark.Flow;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>Tells the branches behind which there is nothing to release.</summary>
internal sealed class LifecycleEnds(Acquisition acquisition, Lifecycle lifecycle, Var? error)
{
    private readonly TypedFile file = acquisition.Function.File;
    private readonly Dictionary<FlowEdge, bool> known = [];

    /// <summary>True if on this way on there is nothing to release, or it has been released.</summary>
    public bool IsEnd(FlowEdge edge)
    {
        if (!known.TryGetValue(edge, out var ends))
        {
            ends = edge.Syntax is Expr condition && edge.Kind switch
            {
                FlowEdgeKind.True or FlowEdgeKind.False => IsEnd(condition, edge.Kind == FlowEdgeKind.True),
                // switch err { case io.EOF: and switch resp.StatusCode { case http.StatusNoContent:
                FlowEdgeKind.Match => edge.Tag is { } tag && IsEqualEnd(tag, condition),
                _ => false,
            };
            known.Add(edge, ends);
        }

        return ends;
    }

    private bool IsEnd(Expr condition, bool holds)
    {
        condition = Callees.Unparen(condition);
        switch (condition)
        {
            case BinaryExpr { Op: TokenKind.Eql or TokenKind.Neq } binary:
                var equal = (binary.Op == TokenKind.Eql) == holds;
                if (IsNil(binary.X) || IsNil(binary.Y))
                {
                    // resp.Body == nil; of the variable and the error the path knows itself.
                    var other = IsNil(binary.X) ? binary.Y : binary.X;
                    return equal && IsField(other);
                }

                return equal && (IsEqualEnd(binary.X, binary.Y) || IsEqualEnd(binary.Y, binary.X));
            case Ident name when holds && file.UseOf(name) is Var asked && IsOfError(asked):
                return true;
            case CallExpr call:
                return IsDrained(call, holds) || MentionsError(call, holds);
            default:
                return false;
        }
    }

    private bool IsEqualEnd(Expr asked, Expr value) =>
        (Callees.Unparen(asked) is Ident name && error != null && file.UseOf(name) == error && !IsNil(value))
        || (Callees.Unparen(asked) is SelectorExpr { Sel.Name: "StatusCode", X: var of } && IsVariable(of) && IsBodyless(value));

    // None of these answers has a body to close: no content, not modified, and another protocol on the connection.
    private bool IsBodyless(Expr status) =>
        file.TypeOf(status).Value is { Kind: ConstantKind.Int } value && value.ToString() is "101" or "204" or "304";

    private bool IsDrained(CallExpr call, bool holds) =>
        !holds && lifecycle.Drained != null
        && Callees.Unparen(call.Fun) is SelectorExpr { Sel.Name: var name, X: var of } && name == lifecycle.Drained
        && IsVariable(of);

    // errors.Is(err, x): if it is, there is an error. What another function makes of the error is not known.
    private bool MentionsError(CallExpr call, bool holds) =>
        error != null && call.Args.Any(a => Callees.Unparen(a) is Ident name && file.UseOf(name) == error)
        && (holds || Callees.FunctionOf(file, call) is not { Package.Path: "errors" or "os" });

    // _, gone := err.(*GoneError) and gone := errors.Is(err, ErrGone): if it is, there is an error.
    private bool IsOfError(Var asked)
    {
        if (error == null || acquisition.Function.Locals.Of(asked) is not { Assignments: 1 })
        {
            return false;
        }

        return NodeSearch.Any(acquisition.Function.Body, node => node is AssignStmt { Rhs: [var value] } assign
            && assign.Lhs.Any(l => l is Ident target && file.ObjectOf(target) == asked) && Callees.Unparen(value) switch
            {
                TypeAssertExpr { X: Ident of } => file.UseOf(of) == error,
                CallExpr { Args: [Ident of, ..] } call => file.UseOf(of) == error
                    && Callees.FunctionOf(file, call) is { Package.Path: "errors", Name: "Is" or "As" },
                _ => false,
            });
    }

    private bool IsField(Expr expression) =>
        lifecycle.Field != null && Callees.Unparen(expression) is SelectorExpr { Sel.Name: var name, X: var of }
        && name == lifecycle.Field && IsVariable(of);

    private bool IsVariable(Expr expression) =>
        Callees.Unparen(expression) is Ident name && file.UseOf(name) == acquisition.Variable;

    private bool IsNil(Expr expression) => file.TypeOf(expression).IsNil;
}
