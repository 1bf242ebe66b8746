using System.Collections.Immutable;

namespace Unpark.Analysis.S6Locks;

/// <summary>What a function does with the functions it is given.</summary>
/// <param name="Runs">The parameters it calls before it returns, itself or by goroutines that it waits for.</param>
/// <param name="Keeps">The parameters it keeps, to be called later.</param>
/// <param name="Waits">True if it waits for something that belongs to its receiver.</param>
public sealed record LibraryCall(ImmutableArray<int> Runs, ImmutableArray<int> Keeps, bool Waits);
