using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Go.Syntax;

namespace Unpark.Analysis.S5Http;

/// <summary>UP504: a transport whose idle connections have no limit.</summary>
internal sealed class UnboundedTransportRule : ILeakRule
{
    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP504", "unbounded-transport", 5, RuleProfile.Strict,
        "An http.Transport without IdleConnTimeout or MaxIdleConns keeps idle connections without limit.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        var transports = new HttpTransports(package);
        foreach (var (file, function, literal) in transports.All())
        {
            if (transports.IsSet(file, function, literal, "DisableKeepAlives")
                || transports.IsSet(file, function, literal, "MaxIdleConnsPerHost", negative: true)
                || (function != null && transports.LifeOf(function, literal) != null))
            {
                continue;
            }

            var missing = ImmutableArray.CreateBuilder<string>(2);
            if (!transports.IsSet(file, function, literal, "MaxIdleConns"))
            {
                missing.Add("MaxIdleConns");
            }

            if (!transports.IsSet(file, function, literal, "IdleConnTimeout"))
            {
                missing.Add("IdleConnTimeout");
            }

            if (missing.Count == 0)
            {
                continue;
            }

            var fields = missing.ToImmutable();
            var message = fields switch
            {
                ["MaxIdleConns"] => "the Transport has no MaxIdleConns: it keeps idle connections to any number of hosts",
                ["IdleConnTimeout"] => "the Transport has no IdleConnTimeout: it keeps idle connections for ever",
                _ => "the Transport has neither IdleConnTimeout nor MaxIdleConns: it keeps any number of idle connections "
                    + "for ever",
            };
            var edits = TransportFix.Set(file, literal, fields);
            package.Report(new Finding(Rule, Confidence.Likely,
                new SourceSpan(file.Tree.File, literal.Pos, literal.Lbrace + 1), function?.Name ?? "", message, [],
                edits.IsEmpty ? [] : [new Fix("Set the limits that http.DefaultTransport has", true, edits)]));
        }
    }
}
