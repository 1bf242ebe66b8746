using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>
/// A package-level declaration and how far it is checked. Source: go/types resolver.go, declInfo. Guarded by the
/// package's lock until all declarations are resolved, then by the thread that checks its body.
/// </summary>
internal sealed class DeclInfo(TypedFile file)
{
    private HashSet<GoObject>? dependencies;

    /// <summary>The file.</summary>
    public TypedFile File { get; } = file;

    /// <summary>The variables of a declaration with one initializer for several variables.</summary>
    public Var[]? Lhs { get; init; }

    /// <summary>The type of a constant or variable, if it is declared.</summary>
    public Expr? Type { get; init; }

    /// <summary>The initializer of a constant or variable; of a constant maybe inherited from one before.</summary>
    public Expr? Init { get; init; }

    /// <summary>True if <see cref="Init"/> is that of a constant declared before.</summary>
    public bool Inherited { get; init; }

    /// <summary>The value of iota for a constant.</summary>
    public int Iota { get; init; }

    /// <summary>The declaration of a type.</summary>
    public TypeSpec? TypeSpec { get; init; }

    /// <summary>The declaration of a function or method.</summary>
    public FuncDecl? FuncDecl { get; init; }

    /// <summary>How far the declaration is checked.</summary>
    public DeclState State { get; set; }

    /// <summary>The scope of a function's parameters, once it is checked.</summary>
    public Scope? FuncScope { get; set; }

    /// <summary>The type of a function, once it is checked.</summary>
    public Signature? FuncSignature { get; set; }

    /// <summary>
    /// The type of a function without parameters and results, while those are checked: they may refer to the function,
    /// if only for its size.
    /// </summary>
    public Signature? PartialSignature { get; set; }

    /// <summary>True if the initializer is still to be checked, which does not tell the type.</summary>
    public bool HasPendingInit { get; set; }

    /// <summary>The variable whose initializer is still to be checked.</summary>
    public Var? PendingVar { get; set; }

    /// <summary>The function literals of an initializer whose bodies are still to be checked.</summary>
    public List<DelayedBody>? Bodies { get; set; }

    /// <summary>The package-level constants, variables and functions the declaration refers to.</summary>
    public IReadOnlyCollection<GoObject> Dependencies => dependencies ?? (IReadOnlyCollection<GoObject>)[];

    /// <summary>True for constants, variables and functions, of which the order of initialization depends.</summary>
    public bool IsDependent => TypeSpec == null;

    /// <summary>True if there is something to initialize or to run.</summary>
    public bool HasInitializer => Init != null || FuncDecl is { Body: not null };

    /// <summary>True if there is something left for <see cref="Checker.CheckBody"/>.</summary>
    public bool HasBody => FuncDecl is { Body: not null } || HasPendingInit || Bodies != null;

    /// <summary>Notes that the declaration refers to an object.</summary>
    public void AddDependency(GoObject to) => (dependencies ??= []).Add(to);
}
