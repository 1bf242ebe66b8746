using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S5Http;

/// <summary>Sets the limits of a transport to those of http.DefaultTransport.</summary>
internal static class TransportFix
{
    /// <summary>The edits that set fields of a literal; none if its fields are not named, or time cannot be imported.</summary>
    public static ImmutableArray<TextEdit> Set(TypedFile file, CompositeLit literal, ImmutableArray<string> fields)
    {
        if (literal.Elts.Any(e => e is not KeyValueExpr) || Imports.Use(file, literal.Pos, "time") is not var (time, import))
        {
            return [];
        }

        var values = fields.Select(f => (f, f == "IdleConnTimeout" ? $"90 * {time}.Second" : "100"));
        var edits = CompositeEdits.AddFields(file.Tree.File, literal, [.. values]);
        return import != null && fields.Contains("IdleConnTimeout") ? edits.Insert(0, import) : edits;
    }
}
