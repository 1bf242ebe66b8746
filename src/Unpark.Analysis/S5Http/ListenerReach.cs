using Unpark.Analysis.Obligations;
using Unpark.Flow;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S5Http;

/// <summary>Tells from where a listener or an address is reached.</summary>
internal static class ListenerReach
{
    private const int MaxSteps = 4;

    /// <summary>The reach of a listener: where every value that it may have is made, by the widest of them.</summary>
    public static Reach Of(FlowFunction function, Expr listener) => Of(function, listener, MaxSteps);

    /// <summary>
    /// The reach of an address: <c>"localhost:6060"</c> and <c>"127.0.0.1:" + port</c> are the machine's own, and so is a flag
    /// with such a value unless somebody asks for another one.
    /// </summary>
    public static Reach OfAddress(FlowPackage package, TypedFile file, Expr address)
    {
        address = Callees.Unparen(address);
        if (address is StarExpr { X: var flag } && DefaultOf(package, file, flag) is var (where, value))
        {
            return OfAddress(package, where, value);
        }

        while (address is BinaryExpr { Op: TokenKind.Add } sum)
        {
            address = Callees.Unparen(sum.X);
        }

        if (address is CallExpr { Args: [var host, _] } call && Callees.IsPackageFunction(file, call, "net", "JoinHostPort"))
        {
            return TextOf(file, host) is "localhost" or "127.0.0.1" or "::1" ? Reach.Loopback : Reach.Network;
        }

        return TextOf(file, address) is { } text && (text.StartsWith("localhost:", StringComparison.Ordinal)
            || text.StartsWith("127.0.0.1:", StringComparison.Ordinal) || text.StartsWith("[::1]:", StringComparison.Ordinal))
            ? Reach.Loopback
            : Reach.Network;
    }

    // var address = flag.String("http", "localhost:8080", "the address to listen on")
    private static (TypedFile File, Expr Value)? DefaultOf(FlowPackage package, TypedFile file, Expr flag)
    {
        if (Callees.Unparen(flag) is not Ident name || file.UseOf(name) is not Var { IsField: false } variable)
        {
            return null;
        }

        foreach (var other in variable.Kind == VarKind.Package ? package.Package.Files : [file])
        {
            foreach (var ident in NodeSearch.All<Ident>(other.Tree.Root))
            {
                if (ident.Name == name.Name && other.DefOf(ident) == variable)
                {
                    return ValueOf(other, ident) is CallExpr { Args: [_, var value, _] } call && (Callees.IsPackageFunction(other, call, "flag", "String")
                        || Callees.IsPackageFunction(other, call, "github.com/spf13/pflag", "String")) ? (other, value) : null;
                }
            }
        }

        return null;
    }

    private static Expr? ValueOf(TypedFile file, Ident name) => NodeSearch.First(file.Tree.Root, node => node switch
    {
        ValueSpec spec => spec.Names.Length == spec.Values.Length && spec.Names.Contains(name),
        AssignStmt assign => assign.Rhs.Length == assign.Lhs.Length && assign.Lhs.Contains(name),
        _ => false,
    }) switch
    {
        ValueSpec spec => Callees.Unparen(spec.Values[spec.Names.IndexOf(name)]),
        AssignStmt assign => Callees.Unparen(assign.Rhs[assign.Lhs.IndexOf(name)]),
        _ => null,
    };

    private static Reach Of(FlowFunction function, Expr listener, int steps)
    {
        listener = Callees.Unparen(listener);
        if (steps == 0)
        {
            return Reach.Network;
        }

        return listener switch
        {
            CallExpr call => OfCall(function, call, steps),
            Ident name when function.File.UseOf(name) is Var { IsField: false } variable => OfVariable(function, variable, steps),
            SelectorExpr { Sel: var name } when function.File.UseOf(name) is Var { IsField: true } field => OfField(function, field.Origin, steps),
            _ => Reach.Network,
        };
    }

    private static Reach OfCall(FlowFunction function, CallExpr call, int steps)
    {
        var file = function.File;
        if (Callees.FunctionOf(file, call) is not { Package.Path: var path, Name: var name })
        {
            return Reach.Network;
        }

        switch (path, name)
        {
            case ("net", "ListenUnix"):
                return Reach.Socket;
            case ("net", "Listen"):
                // The Listen of a ListenConfig has a context before the network.
                var first = call.Args.Length - 2;
                return first < 0 ? Reach.Network
                    : TextOf(file, call.Args[first])?.StartsWith("unix", StringComparison.Ordinal) == true ? Reach.Socket
                    : OfAddress(function.Package, file, call.Args[first + 1]);
            case ("crypto/tls", "NewListener") or ("golang.org/x/net/netutil", "LimitListener") when call.Args is [var inner, ..]:
                return Of(function, inner, steps - 1);
            default:
                return Reach.Network;
        }
    }

    private static Reach OfVariable(FlowFunction function, Var variable, int steps)
    {
        if (function.Locals.Of(variable) is not { Function: { } owner } local)
        {
            return Reach.Network;
        }

        if (variable.Kind == VarKind.Parameter)
        {
            // go func(l net.Listener) { ... }(listener)
            return local.Assignments == 1 && owner.Outer is { } outer && outer.Parents.Of(owner.Syntax) is CallExpr run && run.Fun == owner.Syntax
                && Enumerable.Range(0, run.Args.Length).FirstOrDefault(i => owner.ParameterAt(i) == variable, -1) is >= 0 and var index
                    ? Of(outer, run.Args[index], steps - 1)
                    : Reach.Network;
        }

        if (local.OnlyValue is { } value)
        {
            return Of(owner, value, steps - 1);
        }

        var made = owner.Calls.Where(c => ResultUse.Of(owner, c, 0).ToVariable(owner, c)?.Variable == variable).ToList();
        return made.Count > 0 && made.Count == local.Assignments ? made.Max(c => Of(owner, c, steps - 1)) : Reach.Network;
    }

    private static Reach OfField(FlowFunction function, Var field, int steps)
    {
        var widest = (Reach?)null;
        foreach (var use in function.Package.FieldUses.Of(field))
        {
            var value = use switch
            {
                { Parent: KeyValueExpr pair } => pair.Value,
                { Parent: SelectorExpr selector, Function: { } owner } when owner.Parents.Of(selector) is AssignStmt assign
                    && assign.Lhs.IndexOf(selector) is >= 0 and var index =>
                    assign.Rhs.Length == assign.Lhs.Length ? assign.Rhs[index] : assign.Rhs[0],
                _ => null,
            };
            if (value == null || (use.Function != null && use.File.TypeOf(value).IsNil))
            {
                continue;
            }

            // s.l = netutil.LimitListener(s.l, 10) is what it was.
            var reach = use.Function == null ? Reach.Network
                : value is CallExpr wrapping && NodeSearch.Names(use.File, wrapping, field) ? Reach.Socket
                : Of(use.Function, value, steps - 1);
            widest = widest is { } known && known > reach ? known : reach;
        }

        return widest ?? Reach.Network;
    }

    private static string? TextOf(TypedFile file, Expr expression) =>
        file.TypeOf(expression).Value is { Kind: ConstantKind.String } value ? ConstantValue.StringVal(value) : null;
}
