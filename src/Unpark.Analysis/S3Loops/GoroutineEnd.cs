using Unpark.Analysis.Goroutines;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S3Loops;

/// <summary>Why a goroutine is expected to end.</summary>
/// <param name="Message">The end of a finding's message.</param>
/// <param name="Span">The place that tells it.</param>
/// <param name="Step">What is there.</param>
internal sealed record GoroutineEnd(string Message, SourceSpan Span, string Step)
{
    /// <summary>
    /// The reason for which a goroutine is expected to end; null if nothing tells that it is not meant to live as long as
    /// the process.
    /// </summary>
    public static GoroutineEnd? Expected(FlowFunction function, IReadOnlyList<GoroutineStart> starts) =>
        ByDefer(function, starts.Count > 0) ?? ByStart(starts) ?? ByMethod(function, starts);

    // What it defers never runs; of a function that may run anywhere only what others wait for counts.
    private static GoroutineEnd? ByDefer(FlowFunction function, bool isGoroutine)
    {
        foreach (var defer in function.Defers)
        {
            if (Callees.NameOf(defer.Call) is not { } name)
            {
                continue;
            }

            var isRelease = name.Name switch
            {
                "close" => function.File.UseOf(name) is Builtin,
                "Done" => function.File.UseOf(name) is Func { Package.Path: "sync" },
                "Unlock" or "RUnlock" or "Close" => isGoroutine,
                _ => false,
            };
            if (isRelease)
            {
                var file = function.File.Tree.File;
                var span = SourceSpan.Of(file, defer);
                return new GoroutineEnd($"the {file.Text(defer.Call.Pos, defer.Call.End)} deferred at line {span.StartPosition.Line} never runs",
                    span, "this never runs");
            }
        }

        return null;
    }

    // One for each value of a loop, or for each request.
    private static GoroutineEnd? ByStart(IReadOnlyList<GoroutineStart> starts)
    {
        foreach (var (starter, place) in starts)
        {
            var file = starter.File.Tree.File;
            if (Lifetimes.LoopAround(starter, place) is { } loop && !IsConstantRange(starter, loop))
            {
                return new GoroutineEnd("each round of the loop that starts it leaves one more goroutine",
                    new SourceSpan(file, loop.Pos, loop.Pos + "for".Length), "the loop that starts it");
            }

            if (Lifetimes.IsHandler(starter))
            {
                return new GoroutineEnd("each request leaves one more goroutine",
                    new SourceSpan(file, starter.Type.Pos, starter.Type.End), "the handler that starts it");
            }
        }

        return null;
    }

    // for i := 0; i < workers; i++ starts a pool.
    private static bool IsConstantRange(FlowFunction starter, Stmt loop) => loop switch
    {
        ForStmt { Cond: not null, Post: not null } => true,
        RangeStmt { X: var x } => starter.File.TypeOf(x).Type?.Underlying is BasicType,
        _ => false,
    };

    // The value that the goroutine works for can be closed.
    private static GoroutineEnd? ByMethod(FlowFunction function, IReadOnlyList<GoroutineStart> starts)
    {
        foreach (var start in starts)
        {
            if ((Owner(function.Root) ?? Owner(start.Starter.Root)) is not { } owner)
            {
                continue;
            }

            foreach (var other in function.Package.Functions)
            {
                if (other.Object is { IsMethod: true, Name: "Close" or "Stop" or "Shutdown" } method && Receiver(method) == owner
                    && !other.Body.List.IsEmpty)
                {
                    var decl = (FuncDecl)other.Syntax;
                    return new GoroutineEnd($"the goroutine goes on after {method.Name} of {owner.Obj.Name}",
                        SourceSpan.Of(other.File.Tree.File, decl.Name), $"{method.Name} does not end it");
                }
            }
        }

        return null;
    }

    // The type of a method, or that a constructor makes.
    private static NamedType? Owner(FlowFunction function)
    {
        if (function.Object is not { } declared)
        {
            return null;
        }

        if (declared.IsMethod)
        {
            return Receiver(declared);
        }

        return declared.Signature.Results.Vars is { IsDefaultOrEmpty: false } results
            && GoTypes.Deref(results[0].Type) is NamedType { Underlying: StructType } made
            && made.Obj.Package == function.Package.Package.Package
            ? made.Origin
            : null;
    }

    private static NamedType? Receiver(Func method) =>
        method.Signature.Recv is { } receiver ? (GoTypes.Deref(receiver.Type) as NamedType)?.Origin : null;
}
