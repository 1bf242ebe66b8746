using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using Unpark.Go.Syntax;

namespace Unpark.Go.Build;

/// <summary>
/// What the top of a Go file says: build constraints, package clause and imports. Reading it needs no parse of the
/// file: nothing behind the imports is looked at. Immutable.
/// Source: go/build, readGoInfo and parseFileHeader.
/// </summary>
public sealed class GoFileHeader
{
    private static readonly FrozenSet<string> Keywords = FrozenSet.Create(
        StringComparer.Ordinal,
        "break", "case", "chan", "const", "continue", "default", "defer", "else", "fallthrough", "for", "func", "go",
        "goto", "if", "import", "interface", "map", "package", "range", "return", "select", "struct", "switch", "type",
        "var");

    private static readonly ConditionalWeakTable<SourceFile, GoFileHeader> Known = [];

    private readonly BuildConstraint? goBuild;
    private readonly ImmutableArray<BuildConstraint> plusBuild;

    private GoFileHeader(
        string packageName,
        ImmutableArray<ImportDeclaration> imports,
        BuildConstraint? goBuild,
        ImmutableArray<BuildConstraint> plusBuild,
        string? constraintError,
        string? readError,
        string? syntaxError,
        int errorOffset)
    {
        PackageName = packageName;
        Imports = imports;
        this.goBuild = goBuild;
        this.plusBuild = plusBuild;
        ConstraintError = constraintError;
        ReadError = readError;
        SyntaxError = syntaxError;
        ErrorOffset = errorOffset;
    }

    /// <summary>The name in the package clause, or empty if there is none that can be read.</summary>
    public string PackageName { get; }

    /// <summary>The imports in source order; none if the header has a syntax error.</summary>
    public ImmutableArray<ImportDeclaration> Imports { get; }

    /// <summary>What is wrong with the build constraints, or null.</summary>
    public string? ConstraintError { get; }

    /// <summary>Why the file cannot be a Go file at all, or null.</summary>
    public string? ReadError { get; }

    /// <summary>What is wrong with the package clause or the imports, or null.</summary>
    public string? SyntaxError { get; }

    /// <summary>The offset in bytes of <see cref="SyntaxError"/>.</summary>
    public int ErrorOffset { get; }

    /// <summary>True if the file imports "C".</summary>
    public bool ImportsC
    {
        get
        {
            foreach (var import in Imports)
            {
                if (import.Path == "C")
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The constraint that decides on the file if there is a <c>//go:build</c> line, or null.</summary>
    public BuildConstraint? GoBuild => goBuild;

    /// <summary>Reads the header of a file. O(length of the header).</summary>
    /// <param name="file">The file.</param>
    public static GoFileHeader Read(SourceFile file) => new Scanner(file.Content).Read();

    /// <summary>The header of a file, read once for all who hold the same file.</summary>
    /// <param name="file">The file.</param>
    public static GoFileHeader Of(SourceFile file) =>
        Known.TryGetValue(file, out var header) ? header : Known.GetValue(file, Read);

    /// <summary>The header as bytes from which <see cref="Decode"/> makes an equal one.</summary>
    public byte[] Encode()
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8))
        {
            writer.Write(PackageName);
            writer.Write7BitEncodedInt(Imports.Length);
            foreach (var import in Imports)
            {
                writer.Write(import.Path);
                writer.Write7BitEncodedInt(import.Start);
                writer.Write7BitEncodedInt(import.End);
            }

            writer.Write(goBuild?.ToString() ?? "");
            writer.Write7BitEncodedInt(plusBuild.Length);
            foreach (var constraint in plusBuild)
            {
                writer.Write(constraint.ToString());
            }

            writer.Write(ConstraintError ?? "");
            writer.Write(ReadError ?? "");
            writer.Write(SyntaxError ?? "");
            writer.Write7BitEncodedInt(ErrorOffset);
        }

        return stream.ToArray();
    }

    /// <summary>The header of which these are the bytes, or null if they are of none.</summary>
    /// <param name="bytes">What <see cref="Encode"/> gave.</param>
    public static GoFileHeader? Decode(ReadOnlySpan<byte> bytes)
    {
        var decoder = new Decoder(bytes);
        var header = decoder.Read();
        return decoder.IsDone ? header : null;
    }

    /// <summary>True if the build constraints let the file in; file names are not looked at here.</summary>
    /// <param name="isSet">True for the tags that hold.</param>
    public bool Matches(Func<string, bool> isSet)
    {
        if (goBuild != null)
        {
            return goBuild.Evaluate(isSet);
        }

        var matches = true;
        foreach (var constraint in plusBuild)
        {
            matches &= constraint.Evaluate(isSet);
        }

        return matches;
    }

    /// <summary>True if an import path holds only characters that a compiler accepts.</summary>
    internal static bool IsValidImportPath(string path)
    {
        foreach (var rune in path.EnumerateRunes())
        {
            if (rune.Value < 0x80)
            {
                if (rune.Value <= ' ' || rune.Value == 0x7f || "!\"#$%&'()*,:;<=>?[\\]^{|}`".Contains((char)rune.Value))
                {
                    return false;
                }

                continue;
            }

            var graphic = Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
            if (!graphic || Rune.IsWhiteSpace(rune) || rune.Value == 0xfffd)
            {
                return false;
            }
        }

        return path.Length > 0;
    }

    // Bytes that are of no header leave it failed, with whatever was read until then.
    private ref struct Decoder(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> rest = bytes;
        private bool failed;

        public readonly bool IsDone => !failed && rest.IsEmpty;

        public GoFileHeader Read()
        {
            var name = Names.Intern(Text());
            var count = Number();
            var imports = ImmutableArray.CreateBuilder<ImportDeclaration>(Math.Min(count, rest.Length));
            for (; count > 0 && !failed; count--)
            {
                imports.Add(new ImportDeclaration(Names.Intern(Text()), Number(), Number()));
            }

            var goBuild = Constraint();
            var plusBuild = ImmutableArray.CreateBuilder<BuildConstraint>();
            for (count = Number(); count > 0 && !failed; count--)
            {
                if (Constraint() is { } constraint)
                {
                    plusBuild.Add(constraint);
                }
            }

            return new GoFileHeader(
                name, imports.DrainToImmutable(), goBuild, plusBuild.DrainToImmutable(), Message(), Message(), Message(), Number());
        }

        private BuildConstraint? Constraint()
        {
            var text = Text();
            if (text.IsEmpty)
            {
                return null;
            }

            failed |= !BuildConstraint.TryParse("//go:build " + Encoding.UTF8.GetString(text), out var constraint);
            return constraint;
        }

        private string? Message() => Text() is { IsEmpty: false } text ? Encoding.UTF8.GetString(text) : null;

        private ReadOnlySpan<byte> Text()
        {
            var length = Number();
            if (length > rest.Length)
            {
                failed = true;
            }

            if (failed)
            {
                return default;
            }

            var text = rest[..length];
            rest = rest[length..];
            return text;
        }

        private int Number()
        {
            var number = 0u;
            for (var shift = 0; shift < 32 && !failed && !rest.IsEmpty; shift += 7)
            {
                var next = rest[0];
                rest = rest[1..];
                number |= (next & 0x7fu) << shift;
                if (next < 0x80)
                {
                    failed = number > int.MaxValue;
                    return failed ? 0 : (int)number;
                }
            }

            failed = true;
            return 0;
        }
    }

    private enum Token : byte
    {
        End,
        Ident,
        Import,
        Package,
        String,
        OtherLiteral,
        Period,
        Open,
        Close,
        Semicolon,
        Other,
    }

    // Reads tokens with Go's automatic semicolons; anything that cannot stand in a header is Token.Other.
    private ref struct Scanner(ReadOnlySpan<byte> text)
    {
        private readonly ReadOnlySpan<byte> text = text;
        private int at;
        private Token token;
        private int start;
        private bool newlineEnds;
        private bool sawNul;
        private string? error;
        private int errorOffset;

        public GoFileHeader Read()
        {
            var bom = text.StartsWith("\uFEFF"u8) ? 3 : 0;
            at = bom;
            var name = "";
            var imports = ImmutableArray<ImportDeclaration>.Empty;
            Next();
            if (token != Token.Package)
            {
                Fail("expected 'package'", start);
            }
            else
            {
                Next();
                if (token != Token.Ident)
                {
                    Fail("expected package name", start);
                }
                else
                {
                    name = Names.Intern(text[start..at]);
                    Next();
                    ExpectSemicolon();
                    if (error == null && token == Token.Import)
                    {
                        imports = ReadImports();
                    }
                }
            }

            var header = text[bom..Math.Min(at, text.Length)];
            if (error == null && !Utf8.IsValid(header))
            {
                // The last token may have been cut where the header ends; it is whole in what was scanned.
                Fail("illegal UTF-8 encoding", bom);
            }
            else if (error == null && header.IndexOf("\uFEFF"u8) is >= 0 and var mark)
            {
                Fail("illegal byte order mark", bom + mark);
            }

            ReadConstraints(text[bom..], out var goBuild, out var plusBuild, out var constraintError);
            return new GoFileHeader(
                name, error == null ? imports : [], goBuild, plusBuild, constraintError,
                sawNul ? "unexpected NUL in input" : null, error, errorOffset);
        }

        private ImmutableArray<ImportDeclaration> ReadImports()
        {
            var imports = ImmutableArray.CreateBuilder<ImportDeclaration>();
            while (error == null && token == Token.Import)
            {
                Next();
                if (token == Token.Open)
                {
                    Next();
                    while (error == null && token is not (Token.Close or Token.End))
                    {
                        ReadImport(imports);
                    }

                    if (error == null && token != Token.Close)
                    {
                        Fail("expected ')'", start);
                    }

                    Next();
                    ExpectSemicolon();
                }
                else
                {
                    ReadImport(imports);
                }
            }

            return imports.DrainToImmutable();
        }

        private void ReadImport(ImmutableArray<ImportDeclaration>.Builder imports)
        {
            if (token is Token.Ident or Token.Period)
            {
                Next();
            }

            if (token != Token.String)
            {
                Fail(token is Token.OtherLiteral or Token.Ident ? "import path must be a string"
                    : "missing import path; require quoted string", start);
                return;
            }

            var path = Unquote(text[start..at]);
            if (path == null || !IsValidImportPath(path))
            {
                Fail("invalid import path: " + Encoding.UTF8.GetString(text[start..at]), start);
                return;
            }

            imports.Add(new ImportDeclaration(path, start, at));
            Next();
            ExpectSemicolon();
        }

        private void ExpectSemicolon()
        {
            // A closing parenthesis stands for a semicolon before it, as in go/parser.
            if (error != null || token == Token.Close)
            {
                return;
            }

            if (token != Token.Semicolon)
            {
                Fail("expected ';'", start);
                return;
            }

            Next();
        }

        private void Fail(string message, int offset)
        {
            if (error == null)
            {
                error = message;
                errorOffset = Math.Min(offset, text.Length);
            }
        }

        private void Next()
        {
            var semicolonAtNewline = newlineEnds;
            newlineEnds = false;
            while (at < text.Length)
            {
                var c = text[at];
                start = at;
                switch (c)
                {
                    case (byte)'\n' when semicolonAtNewline:
                        at++;
                        token = Token.Semicolon;
                        return;
                    case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n':
                        at++;
                        continue;
                    case (byte)'/' when at + 1 < text.Length && text[at + 1] == '/':
                        var line = text[at..].IndexOf((byte)'\n');
                        SkipTo(line < 0 ? text.Length : at + line);
                        continue;
                    case (byte)'/' when at + 1 < text.Length && text[at + 1] == '*':
                        var end = text[(at + 2)..].IndexOf("*/"u8);
                        if (end < 0)
                        {
                            Fail("comment not terminated", at);
                            SkipTo(text.Length);
                            continue;
                        }

                        // A comment over several lines ends the line it begins on.
                        var newline = text.Slice(at, end + 2).Contains((byte)'\n');
                        SkipTo(at + end + 4);
                        if (newline && semicolonAtNewline)
                        {
                            token = Token.Semicolon;
                            return;
                        }

                        continue;
                }

                ReadToken(c);
                return;
            }

            start = at;
            token = semicolonAtNewline ? Token.Semicolon : Token.End;
        }

        private void ReadToken(byte c)
        {
            at++;
            switch (c)
            {
                case (byte)'(':
                    token = Token.Open;
                    return;
                case (byte)')':
                    token = Token.Close;
                    newlineEnds = true;
                    return;
                case (byte)';':
                    token = Token.Semicolon;
                    return;
                case (byte)'.':
                    token = Token.Period;
                    return;
                case (byte)'"':
                    ReadQuoted();
                    return;
                case (byte)'`':
                    ReadRaw();
                    return;
                case (byte)'\'' or (>= (byte)'0' and <= (byte)'9'):
                    token = Token.OtherLiteral;
                    return;
                case 0:
                    sawNul = true;
                    token = Token.Other;
                    return;
                default:
                    if (!IsLetter(c))
                    {
                        token = Token.Other;
                        return;
                    }

                    while (at < text.Length && (IsLetter(text[at]) || text[at] is >= (byte)'0' and <= (byte)'9'))
                    {
                        at++;
                    }

                    token = Classify(text[start..at]);
                    newlineEnds = token == Token.Ident;
                    return;
            }
        }

        private void ReadQuoted()
        {
            token = Token.String;
            newlineEnds = true;
            while (at < text.Length)
            {
                var c = text[at++];
                switch (c)
                {
                    case (byte)'"':
                        return;
                    case (byte)'\n':
                        Fail("string literal not terminated", start);
                        return;
                    case (byte)'\\':
                        at = Math.Min(at + 1, text.Length);
                        break;
                    case 0:
                        sawNul = true;
                        break;
                }
            }

            Fail("string literal not terminated", start);
        }

        private void ReadRaw()
        {
            token = Token.String;
            newlineEnds = true;
            var end = text[at..].IndexOf((byte)'`');
            if (end < 0)
            {
                Fail("raw string literal not terminated", start);
                SkipTo(text.Length);
                return;
            }

            SkipTo(at + end + 1);
        }

        private void SkipTo(int end)
        {
            sawNul |= text[at..end].Contains((byte)0);
            at = end;
        }

        private static bool IsLetter(byte c) =>
            c is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or (byte)'_' or >= 0x80;

        private static Token Classify(ReadOnlySpan<byte> word)
        {
            if (word.SequenceEqual("import"u8))
            {
                return Token.Import;
            }

            if (word.SequenceEqual("package"u8))
            {
                return Token.Package;
            }

            return Keywords.Contains(Encoding.ASCII.GetString(word)) ? Token.Other : Token.Ident;
        }

        private static string? Unquote(ReadOnlySpan<byte> literal)
        {
            var inner = literal.Length >= 2 ? literal[1..^1] : default;
            // An escape in an import path is legal and never seen; what it could spell is spelled without.
            if (literal.Length < 2 || (literal[0] == '"' && inner.Contains((byte)'\\')))
            {
                return literal.Length >= 2 ? UnquoteEscapes(inner) : null;
            }

            return Names.Intern(inner);
        }

        private static string? UnquoteEscapes(ReadOnlySpan<byte> inner)
        {
            var bytes = new List<byte>(inner.Length);
            for (var i = 0; i < inner.Length; i++)
            {
                if (inner[i] != '\\')
                {
                    bytes.Add(inner[i]);
                    continue;
                }

                if (++i >= inner.Length)
                {
                    return null;
                }

                var (digits, numberBase) = inner[i] switch
                {
                    (byte)'x' => (2, 16),
                    (byte)'u' => (4, 16),
                    (byte)'U' => (8, 16),
                    >= (byte)'0' and <= (byte)'7' => (3, 8),
                    _ => (0, 0),
                };
                if (digits == 0)
                {
                    // \a, \n and their like cannot stand in an import path; a backslash or quote neither.
                    return null;
                }

                var from = numberBase == 8 ? i : i + 1;
                if (from + digits > inner.Length || !TryParse(inner.Slice(from, digits), numberBase, out var value))
                {
                    return null;
                }

                if (inner[i] is (byte)'u' or (byte)'U')
                {
                    if (!Rune.IsValid(value))
                    {
                        return null;
                    }

                    bytes.AddRange(Encoding.UTF8.GetBytes(new Rune(value).ToString()));
                }
                else
                {
                    bytes.Add((byte)value);
                }

                i = from + digits - 1;
            }

            return Encoding.UTF8.GetString([.. bytes]);
        }

        private static bool TryParse(ReadOnlySpan<byte> digits, int numberBase, out int value)
        {
            var total = 0L;
            foreach (var c in digits)
            {
                var digit = char.IsAsciiHexDigit((char)c) ? Convert.ToInt32(((char)c).ToString(), 16) : numberBase;
                if (digit >= numberBase)
                {
                    value = 0;
                    return false;
                }

                total = (total * numberBase) + digit;
            }

            value = (int)Math.Min(total, int.MaxValue);
            return true;
        }

        // The leading run of // comments and blank lines, followed by a blank line, holds "// +build" lines;
        // a //go:build line may stand anywhere before the first text that is no comment.
        private static void ReadConstraints(
            ReadOnlySpan<byte> content,
            out BuildConstraint? goBuild,
            out ImmutableArray<BuildConstraint> plusBuild,
            out string? error)
        {
            goBuild = null;
            plusBuild = [];
            error = null;
            string? goBuildLine = null;
            var rest = content;
            var leadingEnd = 0;
            var ended = false;
            var inComment = false;
            var sawPlusBuild = false;
            while (!rest.IsEmpty)
            {
                var lineEnd = rest.IndexOf((byte)'\n');
                var line = (lineEnd >= 0 ? rest[..lineEnd] : rest).Trim(" \t\r\v\f"u8);
                rest = lineEnd >= 0 ? rest[(lineEnd + 1)..] : default;
                if (line.IsEmpty && !ended)
                {
                    leadingEnd = content.Length - rest.Length;
                    continue;
                }

                if (!line.StartsWith("//"u8))
                {
                    ended = true;
                }
                else if (!inComment && line.StartsWith("//go:build"u8))
                {
                    var text = Encoding.UTF8.GetString(line);
                    if (BuildConstraint.IsGoBuild(text))
                    {
                        if (goBuildLine != null)
                        {
                            error = "multiple //go:build comments";
                            return;
                        }

                        goBuildLine = text;
                    }
                }
                else if (!ended && line.IndexOf("+build"u8) >= 0)
                {
                    sawPlusBuild = true;
                }

                if (!SkipComments(line, ref inComment))
                {
                    break;
                }
            }

            if (goBuildLine != null)
            {
                if (!BuildConstraint.TryParse(goBuildLine, out goBuild, out var reason))
                {
                    error = "parsing //go:build line: " + reason;
                }
            }
            else if (sawPlusBuild)
            {
                plusBuild = ReadPlusBuild(content[..leadingEnd]);
            }
        }

        // False at text that is no comment.
        private static bool SkipComments(ReadOnlySpan<byte> line, ref bool inComment)
        {
            while (!line.IsEmpty)
            {
                if (inComment)
                {
                    var end = line.IndexOf("*/"u8);
                    if (end < 0)
                    {
                        return true;
                    }

                    inComment = false;
                    line = line[(end + 2)..].Trim(" \t\r\v\f"u8);
                }
                else if (line.StartsWith("//"u8))
                {
                    return true;
                }
                else if (line.StartsWith("/*"u8))
                {
                    inComment = true;
                    line = line[2..];
                }
                else
                {
                    return false;
                }
            }

            return true;
        }

        private static ImmutableArray<BuildConstraint> ReadPlusBuild(ReadOnlySpan<byte> leading)
        {
            var constraints = ImmutableArray.CreateBuilder<BuildConstraint>();
            foreach (var range in leading.Split((byte)'\n'))
            {
                var line = leading[range].Trim(" \t\r\v\f"u8);
                if (line.StartsWith("//"u8) && line.IndexOf("+build"u8) >= 0)
                {
                    var text = Encoding.UTF8.GetString(line);
                    if (BuildConstraint.IsPlusBuild(text) && BuildConstraint.TryParse(text, out var constraint, out _))
                    {
                        constraints.Add(constraint);
                    }
                }
            }

            return constraints.DrainToImmutable();
        }
    }
}
