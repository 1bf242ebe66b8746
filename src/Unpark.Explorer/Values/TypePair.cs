using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>
/// A type that its package declares and the model of that package declares anew. What is executed has met either: they are one
/// type, whose methods are those of both.
/// </summary>
/// <param name="Real">The declaration in the package.</param>
/// <param name="Model">The one in the model.</param>
/// <param name="IsExecuted">True if functions of the package are executed by their source, too.</param>
internal sealed record TypePair(NamedType Real, NamedType Model, bool IsExecuted);
