namespace Unpark.Go.Syntax;

/// <summary>The texts and classes of tokens.</summary>
public static class TokenKinds
{
    private static readonly string[] Texts =
    [
        "ILLEGAL", "EOF", "COMMENT", "IDENT", "INT", "FLOAT", "IMAG", "CHAR",
        "STRING", "+", "-", "*", "/", "%", "&", "|",
        "^", "<<", ">>", "&^", "+=", "-=", "*=", "/=",
        "%=", "&=", "|=", "^=", "<<=", ">>=", "&^=", "&&",
        "||", "<-", "++", "--", "==", "<", ">", "=",
        "!", "!=", "<=", ">=", ":=", "...", "(", "[",
        "{", ",", ".", ")", "]", "}", ";", ":",
        "~", "break", "case", "chan", "const", "continue", "default", "defer",
        "else", "fallthrough", "for", "func", "go", "goto", "if", "import",
        "interface", "map", "package", "range", "return", "select", "struct", "switch",
        "type", "var",
    ];

    /// <summary>The token as go/token prints it: an operator or keyword as written, or a name such as <c>IDENT</c>.</summary>
    public static string Text(this TokenKind kind) => Texts[(int)kind];

    /// <summary>True for the keywords.</summary>
    public static bool IsKeyword(this TokenKind kind) => kind >= TokenKind.Break;

    /// <summary>True for literals and identifiers.</summary>
    public static bool IsLiteral(this TokenKind kind) => kind is >= TokenKind.Ident and <= TokenKind.String;

    /// <summary>
    /// The precedence of a binary operator, 1 (lowest) to 5, or 0 for what is none.
    /// Source: Go specification, "Operator precedence".
    /// </summary>
    public static int Precedence(this TokenKind kind) => kind switch
    {
        TokenKind.LOr => 1,
        TokenKind.LAnd => 2,
        TokenKind.Eql or TokenKind.Neq or TokenKind.Lss or TokenKind.Leq or TokenKind.Gtr or TokenKind.Geq => 3,
        TokenKind.Add or TokenKind.Sub or TokenKind.Or or TokenKind.Xor => 4,
        TokenKind.Mul or TokenKind.Quo or TokenKind.Rem or TokenKind.Shl or TokenKind.Shr or TokenKind.And
            or TokenKind.AndNot => 5,
        _ => 0,
    };
}
