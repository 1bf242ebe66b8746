namespace Unpark.Go.Syntax;

/// <summary>The forms of a <see cref="BuildConstraint"/>.</summary>
public enum BuildConstraintKind : byte
{
    /// <summary>A tag, such as <c>linux</c>.</summary>
    Tag,

    /// <summary><c>!x</c>.</summary>
    Not,

    /// <summary><c>x &amp;&amp; y</c>.</summary>
    And,

    /// <summary><c>x || y</c>.</summary>
    Or,
}
