namespace Unpark.Analysis;

/// <summary>Recognises generated files by the line that https://go.dev/s/generatedcode asks for.</summary>
public static class GeneratedCode
{
    /// <summary>
    /// True if a line before the package clause reads <c>// Code generated … DO NOT EDIT.</c> from end to end.
    /// </summary>
    public static bool Is(ReadOnlySpan<byte> content)
    {
        while (!content.IsEmpty)
        {
            var end = content.IndexOf((byte)'\n');
            var line = (end < 0 ? content : content[..end]).TrimEnd((byte)'\r');
            if (line.StartsWith("// Code generated "u8) && line.EndsWith(" DO NOT EDIT."u8))
            {
                return true;
            }

            if (line.StartsWith("package "u8))
            {
                return false;
            }

            content = end < 0 ? [] : content[(end + 1)..];
        }

        return false;
    }
}
