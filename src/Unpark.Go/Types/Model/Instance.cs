using System.Collections.Immutable;

namespace Unpark.Go.Types;

/// <summary>An instantiation of a generic type or function at a place of the source.</summary>
/// <param name="TypeArgs">The type arguments, given or inferred.</param>
/// <param name="Type">The instance: a named type, an alias or a signature.</param>
public sealed record Instance(ImmutableArray<GoType> TypeArgs, GoType Type);
