using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Explorer;

/// <summary>Functions and places as Go's tracebacks name them.</summary>
internal static class GoNames
{
    /// <summary><c>path.f</c>, <c>path.(*T).m</c>; of function literals <c>path.f.func2</c> and, within these, <c>path.f.func2.1</c>.</summary>
    public static string Of(SsaFunction function) =>
        function.Package.Package.Package.Path + "." + (function.Flow is { } flow ? Name(flow) : "init");

    /// <summary>The calls of a goroutine, innermost first.</summary>
    public static ImmutableArray<StackFrame> StackOf(Goroutine goroutine)
    {
        var stack = ImmutableArray.CreateBuilder<StackFrame>();
        for (var frame = goroutine.Top; frame != null; frame = frame.Caller)
        {
            if (!frame.IsThunk)
            {
                stack.Add(FrameOf(frame.Current.Source));
            }
        }

        return stack.ToImmutable();
    }

    /// <summary>Where an instruction stands.</summary>
    public static StackFrame FrameOf(SsaInstruction instruction)
    {
        var function = instruction.Block.Function;
        var name = Of(function);
        if (function.File is not { Tree.File: { } file } || instruction.Syntax is not { } syntax)
        {
            return new StackFrame(name, "", 0);
        }

        if (Models.IsModel(file))
        {
            return new StackFrame(name, "", 0);
        }

        var start = Math.Clamp(syntax.Pos, 0, file.Length);
        return new StackFrame(name, file.Path, file.PositionOf(PlaceOf(syntax)).Line)
        {
            Source = file,
            Start = start,
            End = Math.Clamp(syntax.End, start, file.Length),
        };
    }

    // Go gives the line of a call's end in calls of several lines to what is selected: that of the method's name. Of a select
    // with one case it makes the operation alone.
    private static int PlaceOf(Node syntax) => syntax switch
    {
        CallExpr { Fun: SelectorExpr selector } => selector.Sel.Pos,
        SendStmt send => send.Arrow,
        SelectStmt { Body.List: [CommClause { Comm: { } only }] } => PlaceOf(only),
        // What is deferred runs where the function ends.
        BlockStmt block => block.Rbrace,
        _ => syntax.Pos,
    };

    private static string Name(FlowFunction function)
    {
        if (function.Syntax is FuncDecl declaration)
        {
            // A method of a value has no parentheses there.
            var name = FunctionNames.Of(declaration);
            return name.StartsWith('(') && !name.StartsWith("(*", StringComparison.Ordinal)
                ? name.Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal)
                : name;
        }

        if (function.Outer is not { } outer)
        {
            return "init.func1";
        }

        var number = outer.Literals.IndexOf(function) + 1;
        return outer.Syntax is FuncDecl ? $"{Name(outer)}.func{number}" : $"{Name(outer)}.{number}";
    }
}
