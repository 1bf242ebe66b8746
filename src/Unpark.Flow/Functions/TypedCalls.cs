using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>What the types tell of the calls in a file.</summary>
internal sealed class TypedCalls : ICallOracle
{
    private readonly FlowPackage package;
    private readonly TypedFile file;

    public TypedCalls(FlowPackage package, TypedFile file)
    {
        this.package = package;
        this.file = file;
    }

    public CallEnding EndingOf(CallExpr call)
    {
        var name = Callees.NameOf(call);
        if (name == null)
        {
            return Callees.Unparen(call.Fun) is FuncLit literal && package.FunctionOf(literal) is { } called
                ? package.EndingOf(called)
                : CallEnding.Returns;
        }

        switch (file.UseOf(name))
        {
            case Builtin builtin:
                return builtin.Name == "panic" ? CallEnding.Panics : CallEnding.Returns;
            case Func function:
                return package.FunctionOf(function) is { } body ? package.EndingOf(body) : EndingOf(function);
            case UnknownObject:
                return ByConvention(name.Name);
            default:
                return CallEnding.Returns;
        }
    }

    // Nobody closes the channel of a ticker.
    public bool IsEndless(RangeStmt loop) => Callees.Unparen(loop.X) switch
    {
        SelectorExpr { Sel.Name: "C", X: var ticker } => GoTypes.IsNamed(file.TypeOf(ticker).Type, "time", "Ticker"),
        CallExpr call => Callees.IsPackageFunction(file, call, "time", "Tick"),
        _ => false,
    };

    public bool Recovers(DeferStmt defer)
    {
        if (Callees.Unparen(defer.Call.Fun) is FuncLit literal)
        {
            return RecoverFinder.CallsRecover(literal.Body, IsBuiltin);
        }

        // Of recover itself, when it is deferred, the specification says that it does not stop the panic.
        return Callees.FunctionOf(file, defer.Call) is { } function && package.FunctionOf(function) is { } called
            && RecoverFinder.CallsRecover(called.Body, id => called.File.UseOf(id) is Builtin);
    }

    private bool IsBuiltin(Ident ident) => file.UseOf(ident) is Builtin;

    private static CallEnding EndingOf(Func function)
    {
        var path = function.Package?.Path;
        if (path == null)
        {
            return CallEnding.Returns;
        }

        if (function.IsMethod)
        {
            var receiver = Callees.ReceiverName(function);
            var known = receiver != null
                ? NeverReturning.EndingOf(path, receiver, function.Name)
                : CallEnding.Returns;
            return known != CallEnding.Returns || path is "testing" ? known : ByConvention(function.Name);
        }

        var ending = NeverReturning.EndingOf(path, function.Name);
        return ending != CallEnding.Returns ? ending : ByConvention(function.Name);
    }

    // Every logging library has these names, and in every one of them they mean the same.
    private static CallEnding ByConvention(string name) => name switch
    {
        "Fatal" or "Fatalf" or "Fatalln" or "Fatalw" or "FatalContext" or "FatalDepth" => CallEnding.EndsProcess,
        "Panicf" or "Panicln" or "Panicw" => CallEnding.Panics,
        "FailNow" or "SkipNow" => CallEnding.EndsGoroutine,
        _ => CallEnding.Returns,
    };
}
