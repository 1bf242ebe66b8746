using System.Text;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;

namespace Unpark.Go.Tests.Oracles;

/// <summary>Go's quoted strings.</summary>
internal static class GoStrings
{
    public static string Unquote(ReadOnlySpan<byte> quoted)
    {
        var text = Encoding.UTF8.GetString(quoted);
        return text.Contains('\\', StringComparison.Ordinal)
            ? ConstantValue.StringVal(ConstantValue.MakeFromLiteral(text, TokenKind.String))
            : text[1..^1];
    }
}
