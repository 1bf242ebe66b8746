using System.Collections.Immutable;

namespace Unpark.Go.Types;

/// <summary>
/// A package that is type-checked as far as it is asked: declarations are resolved one by one when something refers to
/// them, bodies when <see cref="CheckBodies"/> is called. Safe to use from many threads.
/// </summary>
public sealed class TypedPackage
{
    private readonly PackageChecker checker;

    private TypedPackage(PackageSource source)
    {
        Source = source;
        checker = new PackageChecker(this, source);
    }

    /// <summary>What the package is checked from.</summary>
    public PackageSource Source { get; }

    /// <summary>The package's path, name and scope.</summary>
    public Package Package => checker.Package;

    /// <summary>The files of the package; asking for them parses them and collects what they declare.</summary>
    public ImmutableArray<TypedFile> Files => checker.Files;

    /// <summary>What could not be made sense of so far; at most a thousand are kept.</summary>
    public ImmutableArray<TypeDiagnostic> Diagnostics => checker.Diagnostics;

    /// <summary>True once <see cref="CheckBodies"/> is done.</summary>
    public bool AreBodiesChecked => checker.AreBodiesChecked;

    /// <summary>A package of which nothing is checked yet.</summary>
    public static TypedPackage Create(PackageSource source) => new(source);

    /// <summary>Resolves all package-level declarations; what they refer to in other packages only as far as needed.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; it can be called again.</exception>
    public void CheckDeclarations(CancellationToken cancellation = default) => checker.ResolveAll(cancellation);

    /// <summary>
    /// Checks everything: all declarations and the bodies of all functions. It is done once; threads that call it at the
    /// same time share the work, so that a large package is checked faster by several.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was cancelled; it can be called again.</exception>
    public void CheckBodies(CancellationToken cancellation = default) => checker.CheckBodies(cancellation);

    /// <summary>
    /// The order in which package-level variables are initialized (Go specification, "Package initialization"), after
    /// checking all bodies, on which it depends.
    /// </summary>
    public ImmutableArray<Initializer> InitOrder()
    {
        checker.CheckBodies(CancellationToken.None);
        return Types.InitOrder.Compute(checker);
    }

    /// <summary>
    /// Forgets the facts about expressions and the scopes of bodies, for a package of which only the declarations matter
    /// from now on: what these are goes on to serve importing packages. If all bodies are checked, the declarations let go
    /// of the syntax trees too, which live on only as long as something else refers to this object or to them.
    /// </summary>
    public void DropFacts()
    {
        foreach (var file in checker.CollectedFiles)
        {
            file.Drop();
        }

        if (AreBodiesChecked)
        {
            // What is resolved needs no one to resolve it.
            Package.Resolver = null;
        }
    }
}
