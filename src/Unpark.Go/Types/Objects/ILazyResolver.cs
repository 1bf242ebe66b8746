namespace Unpark.Go.Types;

/// <summary>
/// Resolves what a package's declarations leave to be found on demand. An implementation takes the package's lock,
/// may be entered again by the thread that holds it, and then either sets what is asked for or, when that is being
/// resolved already (a cycle) or is none of its business (a local type), leaves it unset.
/// </summary>
internal interface ILazyResolver
{
    /// <summary>Fills the package's scope and tells its imports.</summary>
    void Collect();

    /// <summary>Sets the type of an object and, of a constant, the value.</summary>
    void Resolve(GoObject obj);

    /// <summary>Sets the right-hand side, or the underlying type, of a declared type.</summary>
    void ResolveUnderlying(NamedType type);

    /// <summary>Sets the type parameters of a declared generic type.</summary>
    void ResolveTypeParams(NamedType type);

    /// <summary>Sets the right-hand side and the type parameters of an alias.</summary>
    void ResolveAlias(AliasType type);

    /// <summary>Sets the constraint of a type parameter.</summary>
    void ResolveConstraint(TypeParam type);
}
