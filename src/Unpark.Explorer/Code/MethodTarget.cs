using System.Collections.Immutable;
using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>A method of a type.</summary>
/// <param name="Function">The method.</param>
/// <param name="Path">The embedded fields that lead to its receiver, each with its place among the fields of its struct.</param>
internal sealed record MethodTarget(Func Function, ImmutableArray<(Var Field, int Index)> Path);
