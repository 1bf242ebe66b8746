namespace Unpark.Go.Syntax;

/// <summary>The tokens of Go, as go/token has them.</summary>
public enum TokenKind : byte
{
    /// <summary>A byte that is no token.</summary>
    Illegal,

    /// <summary>The end of the file.</summary>
    Eof,

    /// <summary>A comment.</summary>
    Comment,

    /// <summary>An identifier.</summary>
    Ident,

    /// <summary>An integer literal.</summary>
    Int,

    /// <summary>A floating-point literal.</summary>
    Float,

    /// <summary>An imaginary literal.</summary>
    Imag,

    /// <summary>A rune literal.</summary>
    Char,

    /// <summary>A string literal.</summary>
    String,

    /// <summary><c>+</c>.</summary>
    Add,

    /// <summary><c>-</c>.</summary>
    Sub,

    /// <summary><c>*</c>.</summary>
    Mul,

    /// <summary><c>/</c>.</summary>
    Quo,

    /// <summary><c>%</c>.</summary>
    Rem,

    /// <summary><c>&amp;</c>.</summary>
    And,

    /// <summary><c>|</c>.</summary>
    Or,

    /// <summary><c>^</c>.</summary>
    Xor,

    /// <summary><c>&lt;&lt;</c>.</summary>
    Shl,

    /// <summary><c>&gt;&gt;</c>.</summary>
    Shr,

    /// <summary><c>&amp;^</c>.</summary>
    AndNot,

    /// <summary><c>+=</c>.</summary>
    AddAssign,

    /// <summary><c>-=</c>.</summary>
    SubAssign,

    /// <summary><c>*=</c>.</summary>
    MulAssign,

    /// <summary><c>/=</c>.</summary>
    QuoAssign,

    /// <summary><c>%=</c>.</summary>
    RemAssign,

    /// <summary><c>&amp;=</c>.</summary>
    AndAssign,

    /// <summary><c>|=</c>.</summary>
    OrAssign,

    /// <summary><c>^=</c>.</summary>
    XorAssign,

    /// <summary><c>&lt;&lt;=</c>.</summary>
    ShlAssign,

    /// <summary><c>&gt;&gt;=</c>.</summary>
    ShrAssign,

    /// <summary><c>&amp;^=</c>.</summary>
    AndNotAssign,

    /// <summary><c>&amp;&amp;</c>.</summary>
    LAnd,

    /// <summary><c>||</c>.</summary>
    LOr,

    /// <summary><c>&lt;-</c>.</summary>
    Arrow,

    /// <summary><c>++</c>.</summary>
    Inc,

    /// <summary><c>--</c>.</summary>
    Dec,

    /// <summary><c>==</c>.</summary>
    Eql,

    /// <summary><c>&lt;</c>.</summary>
    Lss,

    /// <summary><c>&gt;</c>.</summary>
    Gtr,

    /// <summary><c>=</c>.</summary>
    Assign,

    /// <summary><c>!</c>.</summary>
    Not,

    /// <summary><c>!=</c>.</summary>
    Neq,

    /// <summary><c>&lt;=</c>.</summary>
    Leq,

    /// <summary><c>&gt;=</c>.</summary>
    Geq,

    /// <summary><c>:=</c>.</summary>
    Define,

    /// <summary><c>...</c>.</summary>
    EllipsisToken,

    /// <summary><c>(</c>.</summary>
    Lparen,

    /// <summary><c>[</c>.</summary>
    Lbrack,

    /// <summary><c>{</c>.</summary>
    Lbrace,

    /// <summary><c>,</c>.</summary>
    Comma,

    /// <summary><c>.</c>.</summary>
    Period,

    /// <summary><c>)</c>.</summary>
    Rparen,

    /// <summary><c>]</c>.</summary>
    Rbrack,

    /// <summary><c>}</c>.</summary>
    Rbrace,

    /// <summary><c>;</c>.</summary>
    Semicolon,

    /// <summary><c>:</c>.</summary>
    Colon,

    /// <summary><c>~</c>.</summary>
    Tilde,

    /// <summary><c>break</c>.</summary>
    Break,

    /// <summary><c>case</c>.</summary>
    Case,

    /// <summary><c>chan</c>.</summary>
    Chan,

    /// <summary><c>const</c>.</summary>
    Const,

    /// <summary><c>continue</c>.</summary>
    Continue,

    /// <summary><c>default</c>.</summary>
    Default,

    /// <summary><c>defer</c>.</summary>
    Defer,

    /// <summary><c>else</c>.</summary>
    Else,

    /// <summary><c>fallthrough</c>.</summary>
    Fallthrough,

    /// <summary><c>for</c>.</summary>
    For,

    /// <summary><c>func</c>.</summary>
    Func,

    /// <summary><c>go</c>.</summary>
    Go,

    /// <summary><c>goto</c>.</summary>
    Goto,

    /// <summary><c>if</c>.</summary>
    If,

    /// <summary><c>import</c>.</summary>
    Import,

    /// <summary><c>interface</c>.</summary>
    Interface,

    /// <summary><c>map</c>.</summary>
    Map,

    /// <summary><c>package</c>.</summary>
    Package,

    /// <summary><c>range</c>.</summary>
    Range,

    /// <summary><c>return</c>.</summary>
    Return,

    /// <summary><c>select</c>.</summary>
    Select,

    /// <summary><c>struct</c>.</summary>
    Struct,

    /// <summary><c>switch</c>.</summary>
    Switch,

    /// <summary><c>type</c>.</summary>
    Type,

    /// <summary><c>var</c>.</summary>
    Var,
}
