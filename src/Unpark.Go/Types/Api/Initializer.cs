using System.Collections.Immutable;
using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>An initialization of package-level variables, <c>Lhs = Rhs</c>.</summary>
/// <param name="Lhs">The variables: several for a call with several results.</param>
/// <param name="Rhs">The expression.</param>
public sealed record Initializer(ImmutableArray<Var> Lhs, Expr Rhs);
