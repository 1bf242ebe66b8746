using System.Collections.Immutable;

namespace Unpark.Go.Types;

/// <summary>What looking up a field or method gives.</summary>
/// <param name="Obj">
/// The <see cref="Var"/> or <see cref="Func"/>; an <see cref="UnknownObject"/> if it cannot be told; null if there is
/// none.
/// </param>
/// <param name="Index">
/// The way to it, see <see cref="Selection.Index"/>. If there is no object, not default means that the name is
/// ambiguous.
/// </param>
/// <param name="Indirect">
/// True if there was a pointer on the way. If there is no object, true means that there is a method of this name, but
/// that it has a pointer receiver.
/// </param>
public readonly record struct LookupResult(GoObject? Obj, ImmutableArray<int> Index, bool Indirect);
