using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S3Loops;

/// <summary>
/// Finds a loop that reads from a connection, listener or stream and comes round again whatever the error: what is closed or
/// broken fails at once, every time.
/// </summary>
internal static class FailedRead
{
    /// <summary>Looks at the loops of a function.</summary>
    public static void Check(SpinningLoopRule rule, PackageContext package, FlowFunction function)
    {
        foreach (var loop in function.Loops)
        {
            if (loop.Syntax is not ForStmt { Post: null })
            {
                continue;
            }

            foreach (var block in loop.Loop.Blocks)
            {
                foreach (var node in block.Nodes)
                {
                    if (node is { Kind: FlowNodeKind.Statement, Syntax: AssignStmt { Rhs: [CallExpr call], Lhs: [.., Ident last] } assign }
                        && function.File.ObjectOf(last) is Var error && GoTypes.IsError(error.Type) && Reads(function, call)
                        && LoopSelects.LoopOf(function, block) == loop && !IsSet(function, loop, call)
                        && new RoundTrip(loop, e => RoundTrip.NeedsNil(function, e, error), n => Changes(function, n)).Spins(block, assign, block))
                    {
                        var file = function.File.Tree.File;
                        var text = file.Text(call.Pos, call.Lparen);
                        package.Report(new Finding(rule.Rule, Confidence.Likely, SourceSpan.Of(file, assign), function.Name,
                            $"this loop spins once {text} fails for good: whatever {error.Name} is, the loop comes back and fails again at once",
                            [new RelatedPlace(new SourceSpan(file, loop.Syntax.Pos, loop.HeadEnd), "the loop")], []));
                    }
                }
            }
        }
    }

    // A method of another package that waits for data; one of this package may connect anew.
    private static bool Reads(FlowFunction function, CallExpr call) =>
        Callees.FunctionOf(function.File, call) is { IsMethod: true, Package: { } package } method
        && package != function.Package.Package.Package
        && (method.Name is "Recv" or "RecvMsg" or "Decode" || IsNamedAfter(method.Name, "Accept") || IsNamedAfter(method.Name, "Read"));

    private static bool IsNamedAfter(string name, string verb) =>
        name.StartsWith(verb, StringComparison.Ordinal) && (name.Length == verb.Length || char.IsUpper(name[verb.Length]));

    // What is read from is another one in each round.
    private static bool IsSet(FlowFunction function, FunctionLoop loop, CallExpr call)
    {
        var set = new HashSet<Var>();
        Assigned.Collect(function, loop.Syntax, set);
        return NodeSearch.Any(call.Fun, n => n is Ident name && function.File.UseOf(name) is Var variable && set.Contains(variable.Origin));
    }

    private static bool Changes(FlowFunction function, Node code) => NodeSearch.Any(code, node => node switch
    {
        SendStmt or GoStmt or SelectStmt or DeferStmt or UnaryExpr { Op: TokenKind.Arrow } => true,
        CallExpr call => !function.File.TypeOf(call.Fun).IsType && !TellingCalls.Has(function, call),
        _ => false,
    }, literals: false);
}
