using System.Collections.Immutable;
using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>
/// Everything about the type check of one package: what it declares, and how that is resolved on demand under the
/// package's lock. A lock is only ever waited for while locks of packages are held that import this one; as imports have
/// no cycles, that ends.
/// </summary>
internal sealed partial class PackageChecker : ILazyResolver
{
    private const int MaxDiagnostics = 1000;

    private readonly PackageLock gate = new();
    private readonly List<TypeDiagnostic> diagnostics = [];
    private readonly Dictionary<GoObject, DeclInfo> declarations = new(ReferenceEqualityComparer.Instance);
    private readonly List<GoObject> objects = [];
    private Checker? declarationChecker;
    private volatile bool collected;
    private volatile bool resolved;

    internal PackageChecker(TypedPackage typed, PackageSource source)
    {
        Typed = typed;
        Source = source;
        Package = new Package(source.Path, source.Name) { Resolver = this, GoVersion = source.GoVersion };
    }

    /// <summary>The package as its users see it.</summary>
    public TypedPackage Typed { get; }

    /// <summary>What it is checked from.</summary>
    public PackageSource Source { get; }

    /// <summary>The package's path, name and scope.</summary>
    public Package Package { get; }

    /// <summary>The files; collected at the first call.</summary>
    public ImmutableArray<TypedFile> Files
    {
        get
        {
            Collect();
            return files;
        }
    }

    /// <summary>The files if they are collected already, otherwise none.</summary>
    public ImmutableArray<TypedFile> CollectedFiles => collected ? files : [];

    /// <summary>The diagnostics so far, by file and place, whichever thread has found them.</summary>
    public ImmutableArray<TypeDiagnostic> Diagnostics
    {
        get
        {
            lock (diagnostics)
            {
                return [.. diagnostics.OrderBy(static d => d.File.Path, StringComparer.Ordinal).ThenBy(static d => d.Offset)];
            }
        }
    }

    /// <summary>The package-level objects, in source order, and methods; once all are resolved.</summary>
    public IReadOnlyList<GoObject> Objects => objects;

    /// <summary>The declaration of a package-level object or method of this package.</summary>
    public DeclInfo DeclarationOf(GoObject obj) => declarations[obj];

    /// <summary>What is known of the type of a function while it is being checked; or null.</summary>
    public Signature? PartialSignatureOf(Func func) =>
        declarations.TryGetValue(func, out var info) ? info.PartialSignature : null;

    /// <inheritdoc/>
    public void Collect()
    {
        if (collected)
        {
            return;
        }

        gate.Enter();
        try
        {
            if (!collected && !collecting)
            {
                CollectObjects();
                collected = true;
            }
        }
        finally
        {
            gate.Exit();
        }
    }

    /// <inheritdoc/>
    public void Resolve(GoObject obj)
    {
        if (obj.Order == 0 || resolved)
        {
            return;
        }

        gate.Enter();
        try
        {
            ResolveLocked(obj);
        }
        finally
        {
            gate.Exit();
        }
    }

    /// <inheritdoc/>
    public void ResolveUnderlying(NamedType type) => Resolve(type.Obj);

    /// <inheritdoc/>
    public void ResolveTypeParams(NamedType type) => Resolve(type.Obj);

    /// <inheritdoc/>
    public void ResolveAlias(AliasType type) => Resolve(type.Obj);

    /// <inheritdoc/>
    public void ResolveConstraint(TypeParam type)
    {
        // Constraints are set while the declaration is resolved that has the type parameters: another thread waits for
        // that here, and the one that resolves has found a cycle.
        gate.Enter();
        gate.Exit();
    }

    /// <summary>Resolves all declarations, in the order in which go/types does.</summary>
    public void ResolveAll(CancellationToken cancellation)
    {
        if (resolved)
        {
            return;
        }

        Collect();
        gate.Enter();
        try
        {
            // Types first, then aliases, then all else: go/types checks in this order, which shows in what is recorded
            // of an initializer that several constants inherit.
            ResolveWhere(static obj => obj is TypeName { TypeOrNull: NamedType }, cancellation);
            ResolveWhere(static obj => obj is TypeName, cancellation);
            ResolveWhere(static _ => true, cancellation);
            resolved = true;
        }
        finally
        {
            gate.Exit();
        }
    }

    /// <summary>Adds a diagnostic, unless there are too many already.</summary>
    public void Report(TypedFile file, int offset, TypeDiagnosticKind kind, string message)
    {
        lock (diagnostics)
        {
            if (diagnostics.Count < MaxDiagnostics)
            {
                diagnostics.Add(new TypeDiagnostic(file.Tree.File, offset, kind, message));
            }
        }
    }

    private void ResolveWhere(Func<GoObject, bool> chosen, CancellationToken cancellation)
    {
        foreach (var obj in objects)
        {
            if (chosen(obj))
            {
                cancellation.ThrowIfCancellationRequested();
                ResolveLocked(obj);
            }
        }
    }

    private void ResolveLocked(GoObject obj)
    {
        if (!declarations.TryGetValue(obj, out var info) || info.State != DeclState.Declared)
        {
            return;
        }

        info.State = DeclState.Checking;
        try
        {
            (declarationChecker ??= new Checker(this, info.File)).CheckDeclaration(obj, info);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A defect of the checker must not take the whole analysis down: the declaration stays unknown.
            Report(info.File, obj.Offset, TypeDiagnosticKind.Internal, $"checker failed on {obj.Name}: {e}");
            declarationChecker = null;
        }
        finally
        {
            SetUnknownWhatIsUnset(obj, info);
            info.State = DeclState.Checked;
        }
    }

    private static void SetUnknownWhatIsUnset(GoObject obj, DeclInfo info)
    {
        switch (obj)
        {
            case TypeName { TypeOrNull: NamedType named }:
                named.SetUnknownIfUnset();
                break;
            case TypeName { TypeOrNull: AliasType alias }:
                alias.SetUnknownIfUnset();
                break;
            case Var when info.Lhs is { } lhs:
                foreach (var variable in lhs)
                {
                    if (variable.TypeOrNull == null)
                    {
                        variable.SetType(UnknownType.Instance);
                    }
                }

                break;
            default:
                if (obj.TypeOrNull == null)
                {
                    obj.SetType(UnknownType.Instance);
                }

                break;
        }
    }
}
