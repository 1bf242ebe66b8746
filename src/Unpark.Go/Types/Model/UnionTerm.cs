namespace Unpark.Go.Types;

/// <summary>A term <c>T</c> or <c>~T</c> of a union.</summary>
/// <param name="Tilde">True for <c>~T</c>: every type whose underlying type is <paramref name="Type"/>.</param>
/// <param name="Type">The type.</param>
public readonly record struct UnionTerm(bool Tilde, GoType Type);
