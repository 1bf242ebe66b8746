using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S5Http;

/// <summary>The HTTP transports that a package makes, and what is set on them.</summary>
internal sealed class HttpTransports
{
    private readonly PackageContext package;
    private readonly ProcessSetup setup;
    private List<(FlowFunction Function, Var? Root, string Field)>? settings;
    private bool? closesIdle;

    public HttpTransports(PackageContext package)
    {
        this.package = package;
        setup = new ProcessSetup(package.Flow);
    }

    /// <summary>The literals of http.Transport outside of tests, with the function they are in.</summary>
    public IEnumerable<(TypedFile File, FlowFunction? Function, CompositeLit Literal)> All()
    {
        if (HttpServers.IsHttpItself(package))
        {
            yield break;
        }

        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (!PackageContext.IsTest(function.File))
            {
                foreach (var literal in function.Composites)
                {
                    if (IsTransport(function.File, literal))
                    {
                        yield return (function.File, function, literal);
                    }
                }
            }
        }

        foreach (var (file, literal) in package.Flow.PackageLevelComposites)
        {
            if (!PackageContext.IsTest(file) && IsTransport(file, literal))
            {
                yield return (file, null, literal);
            }
        }
    }

    /// <summary>Whether a transport is made over and over; null if it is not, or if its idle connections end.</summary>
    public TransportLife? LifeOf(FlowFunction? function, CompositeLit literal)
    {
        if (function == null || IsSet(function.File, function, literal, "DisableKeepAlives")
            || IsSet(function.File, function, literal, "IdleConnTimeout")
            || IsSet(function.File, function, literal, "MaxIdleConnsPerHost", negative: true)
            || setup.RunsOnce(function))
        {
            return null;
        }

        var way = TransportWay.Of(function, literal);
        if (way.IsUnknown || way.Configured)
        {
            return null;
        }

        if (!way.Leaves)
        {
            return way.SendsRequest && !ClosesIdle(function) && !(IsProgram() && !ServesRequests(function)) ? new TransportLife(true, way.Variable) : null;
        }

        return way.IsGlobal || ClosesIdleSomewhere() || IsProgram()
            ? null
            : new TransportLife(false, way.Variable);
    }

    /// <summary>True if a field is set in the literal, or by an assignment that may be meant for it.</summary>
    public bool IsSet(TypedFile file, FlowFunction? function, CompositeLit literal, string field, bool negative = false)
    {
        foreach (var element in literal.Elts)
        {
            if (element is KeyValueExpr { Key: Ident key } pair && key.Name == field)
            {
                return negative
                    ? file.TypeOf(pair.Value).Value?.ToString() is { } text && text.StartsWith('-')
                    : file.TypeOf(pair.Value).Value?.ToString() is not ("0" or "false");
            }
        }

        var variable = function != null ? LiteralPlace.VariableOf(function, literal) : null;
        foreach (var setting in Settings())
        {
            if (setting.Field == field && (setting.Function.Root != function?.Root || setting.Root == null
                || variable == null || setting.Root == variable)
                && (setting.Root == variable || !IsMadeThere(setting.Function, setting.Root)))
            {
                return true;
            }
        }

        return false;
    }

    // tr := &http.Transport{}; tr.IdleConnTimeout = ...: this is meant for no other one.
    private static bool IsMadeThere(FlowFunction function, Var? variable) => variable != null
        && function.Locals.Of(variable)?.Initializer is { } value && Callees.Unparen(value) switch
        {
            CompositeLit => true,
            UnaryExpr { Op: TokenKind.And, X: CompositeLit } => true,
            _ => false,
        };

    private static bool IsTransport(TypedFile file, CompositeLit literal) =>
        Callees.Unparen(literal.Type!) is SelectorExpr { Sel.Name: "Transport" } or Ident { Name: "Transport" }
        && GoTypes.IsNamed(file.TypeOf(literal.Type!).Type, "net/http", "Transport");

    private static bool ClosesIdle(FlowFunction function) => NodeSearch.Any(function.Root.Body,
        node => node is SelectorExpr { Sel.Name: "CloseIdleConnections" });

    // What a command makes on its way lives as long as the command.
    private bool IsProgram() => package.Package.Package.Name == "main"
        || $"/{package.Package.Package.Path}/".Contains("/cmd/", StringComparison.Ordinal);

    // What a program calls without the context of a request it calls once or so before it ends.
    private static bool ServesRequests(FlowFunction function)
    {
        for (var at = function; at != null; at = at.Outer)
        {
            if (at.Type.Params.List.Any(p => p.Type is { } of && at.File.TypeOf(of).Type is { } type
                && (GoTypes.IsNamed(type, "context", "Context") || GoTypes.IsNamed(type, "net/http", "Request"))))
            {
                return true;
            }
        }

        return false;
    }

    private bool ClosesIdleSomewhere() => closesIdle ??= package.Flow.Functions.Any(f => f.Outer == null && ClosesIdle(f));

    private List<(FlowFunction Function, Var? Root, string Field)> Settings()
    {
        if (settings != null)
        {
            return settings;
        }

        settings = [];
        foreach (var function in package.Flow.Functions)
        {
            if (function.Outer != null || PackageContext.IsTest(function.File))
            {
                continue;
            }

            foreach (var assign in NodeSearch.All<AssignStmt>(function.Body))
            {
                foreach (var target in assign.Lhs)
                {
                    if (Callees.Unparen(target) is SelectorExpr { Sel.Name: "IdleConnTimeout" or "DisableKeepAlives"
                            or "MaxIdleConns" or "MaxIdleConnsPerHost" or "MaxConnsPerHost" } selector)
                    {
                        settings.Add((function, (Callees.Unparen(selector.X) as Ident) is { } root
                            ? function.File.UseOf(root) as Var : null, selector.Sel.Name));
                    }
                }
            }
        }

        return settings;
    }
}
