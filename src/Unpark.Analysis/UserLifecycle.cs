using System.Collections.Immutable;

namespace Unpark.Analysis;

/// <summary>What a user declares of a library: values that some functions make must be given back by some method.</summary>
/// <param name="Import">The import path of the package.</param>
/// <param name="Constructors">
/// The functions that make the value, as they are called in their package: <c>New</c>, or <c>Client.Open</c> for a method
/// of a type.
/// </param>
/// <param name="Releases">The methods of the value of which one must be called.</param>
public sealed record UserLifecycle(string Import, ImmutableArray<string> Constructors, ImmutableArray<string> Releases);
