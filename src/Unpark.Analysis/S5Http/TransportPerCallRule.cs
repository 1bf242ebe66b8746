using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S5Http;

/// <summary>UP503: a transport that is made again and again, and whose idle connections nothing closes.</summary>
internal sealed class TransportPerCallRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP503", "transport-per-call", 5, RuleProfile.Leaks,
        "An http.Transport is made again and again: the idle connections of each stay, with two goroutines each.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        var transports = new HttpTransports(package);
        foreach (var (file, function, literal) in transports.All())
        {
            if (function != null && transports.LifeOf(function, literal) is { } life)
            {
                var message = life.IsForOneCall
                    ? $"{Caller(function)} makes a new Transport, and nothing closes its idle connections: each keeps two "
                        + "goroutines and a socket for as long as the server likes"
                    : $"{Caller(function)} makes a Transport whose idle connections nothing ends: it has no "
                        + "IdleConnTimeout, and nothing calls CloseIdleConnections when it is no longer used";
                var span = new SourceSpan(file.Tree.File, literal.Pos, literal.Lbrace + 1);
                package.Report(new Finding(Rule, Confidence.Likely, span, function.Name, message, [],
                    Fixes(function, literal, life)));
            }
        }
    }

    private static string Caller(FlowFunction function) =>
        function.Object is { } named ? $"every call of {named.Name}" : "every call of the function";

    private static ImmutableArray<Fix> Fixes(FlowFunction function, CompositeLit literal, TransportLife life)
    {
        var fixes = ImmutableArray.CreateBuilder<Fix>(2);
        if (life.IsForOneCall && CloseAtTheEnd(function, life) is { } edit)
        {
            fixes.Add(new Fix("Close its idle connections when the function returns", true, [edit]));
        }

        if (TransportFix.Set(function.File, literal, ["IdleConnTimeout"]) is { IsEmpty: false } edits)
        {
            fixes.Add(new Fix("Set IdleConnTimeout to 90 seconds, as http.DefaultTransport does", fixes.Count == 0, edits));
        }

        return fixes.ToImmutable();
    }

    // Behind the declaration of the client, in the function's own block: in a loop the deferred calls would pile up.
    private static TextEdit? CloseAtTheEnd(FlowFunction function, TransportLife life)
    {
        if (life.Variable is not { } variable || variable.Type is null
            || function.Locals.Of(variable) is not { Assignments: 1, Initializer: { } value } local
            || local.Function != function || function.Parents.StatementOf(value) is not { } statement
            || !function.Body.List.Contains(statement))
        {
            return null;
        }

        return GoTypes.IsNamed(variable.Type, "net/http", "Client") || GoTypes.IsNamed(variable.Type, "net/http", "Transport")
            ? SourceEdits.InsertAfter(function.File.Tree.File, statement, $"defer {variable.Name}.CloseIdleConnections()")
            : null;
    }
}
