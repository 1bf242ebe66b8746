using Unpark.Go.Constants;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>
/// Calls that have an error among their results because an interface or a habit wants it, and that never give one: what
/// looks at it has one way on only.
/// </summary>
internal static class InfallibleCalls
{
    private const int MaxSteps = 4;

    /// <summary>True if the last result of a call is an error that always is nil.</summary>
    public static bool NeverFails(FlowFunction function, CallExpr call)
    {
        if (Callees.FunctionOf(function.File, call) is not { Package.Path: var path, Name: var name } callee)
        {
            return false;
        }

        if (callee.IsMethod)
        {
            return name.StartsWith("Write", StringComparison.Ordinal) && Callees.Unparen(call.Fun) is SelectorExpr { X: var target }
                && function.File.TypeOf(target).Type is { } type
                && (IsMemory(type) || (name == "Write" && IsHash(type))) && name is "Write" or "WriteByte" or "WriteRune" or "WriteString";
        }

        return (path, name) switch
        {
            ("crypto/rand" or "math/rand" or "math/rand/v2", "Read") => true,
            ("io", "WriteString") or ("fmt", "Fprint" or "Fprintf" or "Fprintln") =>
                call.Args is [var target, ..] && function.File.TypeOf(target).Type is { } type && IsMemory(type),
            ("encoding/json", "Marshal" or "MarshalIndent") =>
                call.Args is [var value, ..] && function.File.TypeOf(value).Type is { } type && PlainJson.Is(type),
            // Libraries have functions of their own by this name, with the port as a number.
            (_, "SplitHostPort") => call.Args is [var address] && IsOwnText(function, address, MaxSteps),
            ("net/netip", "ParseAddrPort") => call.Args is [var address] && IsOwnText(function, address, MaxSteps),
            ("strconv", "Atoi" or "ParseInt" or "ParseUint") => call.Args is [var port, ..] && IsOwnPort(function, port),
            _ => false,
        };
    }

    /// <summary>
    /// True of a type assertion that always holds: the address of a connection or listener whose network is named where it
    /// is made.
    /// </summary>
    public static bool AlwaysHolds(FlowFunction function, TypeAssertExpr assertion) => assertion.Type is { } type
        && function.File.TypeOf(type).Type is { } wanted && NetworkOf(function, assertion.X, MaxSteps) is { } network
        && (GoTypes.IsNamed(wanted, "net", "TCPAddr") ? network.StartsWith("tcp", StringComparison.Ordinal)
            : GoTypes.IsNamed(wanted, "net", "UDPAddr") && network.StartsWith("udp", StringComparison.Ordinal));

    private static bool IsMemory(GoType type) =>
        GoTypes.IsNamed(type, "bytes", "Buffer") || GoTypes.IsNamed(type, "strings", "Builder");

    private static bool IsHash(GoType type) => GoTypes.Deref(type) is NamedType { Obj.Package.Path: "hash" or "hash/maphash" };

    // l.Addr().String(), or a variable that has no other value
    private static bool IsOwnText(FlowFunction function, Expr expression, int steps)
    {
        expression = Callees.Unparen(expression);
        return expression switch
        {
            CallExpr { Fun: SelectorExpr { Sel.Name: "String", X: var address }, Args.IsEmpty: true } =>
                NetworkOf(function, address, steps) != null,
            Ident when steps > 0 && ValueOf(function, expression) is { } value => IsOwnText(function, value, steps - 1),
            _ => false,
        };
    }

    // _, port, err := net.SplitHostPort(l.Addr().String())
    private static bool IsOwnPort(FlowFunction function, Expr expression) =>
        GivenBy(function, expression) is var (call, result) && result == 1
        && Callees.NameOf(call) is { Name: "SplitHostPort" } && NeverFails(function, call);

    // The network of the address of a listener or connection; null if that may not be one with ports.
    private static string? NetworkOf(FlowFunction function, Expr address, int steps)
    {
        address = Callees.Unparen(address);
        switch (address)
        {
            case CallExpr { Fun: SelectorExpr { Sel.Name: "Addr" or "LocalAddr", X: var owner }, Args.IsEmpty: true }:
                return NetworkOfOwner(function, owner);
            case Ident when steps > 0 && ValueOf(function, address) is { } value:
                return NetworkOf(function, value, steps - 1);
            default:
                return null;
        }
    }

    private static string? NetworkOfOwner(FlowFunction function, Expr owner)
    {
        var type = function.File.TypeOf(owner).Type;
        if (GoTypes.IsNamed(type, "net", "TCPListener") || GoTypes.IsNamed(type, "net", "TCPConn"))
        {
            return "tcp";
        }

        if (GoTypes.IsNamed(type, "net", "UDPConn"))
        {
            return "udp";
        }

        if (GivenBy(function, owner) is not var (call, result) || result != 0
            || Callees.FunctionOf(function.File, call) is not { Package.Path: "net" or "crypto/tls", Name: var name }
            || !(name.StartsWith("Listen", StringComparison.Ordinal) || name.StartsWith("Dial", StringComparison.Ordinal)))
        {
            return null;
        }

        // The first two strings are the network and the address.
        var texts = call.Args.Where(a => function.File.TypeOf(a).Type?.Underlying is BasicType { Kind: BasicKind.String or BasicKind.UntypedString })
            .Take(2).ToList();
        if (texts is not [var network, var address])
        {
            return null;
        }

        if (function.File.TypeOf(network).Value is { Kind: ConstantKind.String } named)
        {
            var text = ConstantValue.StringVal(named);
            return text.StartsWith("tcp", StringComparison.Ordinal) || text.StartsWith("udp", StringComparison.Ordinal) ? text : null;
        }

        return Callees.Unparen(address) is CallExpr joined && Callees.IsPackageFunction(function.File, joined, "net", "JoinHostPort")
            ? "port"
            : null;
    }

    private static Expr? ValueOf(FlowFunction function, Expr name) =>
        name is Ident ident && function.File.UseOf(ident) is Var variable ? function.Locals.Of(variable)?.OnlyValue : null;

    // The call that alone gives a variable its value, and by which of its results.
    private static (CallExpr Call, int Result)? GivenBy(FlowFunction function, Expr name)
    {
        if (Callees.Unparen(name) is not Ident ident || function.File.UseOf(ident) is not Var { IsField: false } variable
            || function.Locals.Of(variable) is not { Assignments: 1, IsPrivate: true, Function: { } owner })
        {
            return null;
        }

        foreach (var call in owner.Calls)
        {
            if (function.Parents.Of(call) is AssignStmt { Rhs: [var only] } assign && only == call)
            {
                for (var i = 0; i < assign.Lhs.Length; i++)
                {
                    if (assign.Lhs[i] is Ident target && function.File.DefOf(target) == variable)
                    {
                        return (call, i);
                    }
                }
            }
        }

        return null;
    }
}
