using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>A variable: of a package, local, a parameter, a result, a receiver, or a field of a struct.</summary>
public sealed class Var : GoObject
{
    private readonly Var? origin;

    internal Var(VarKind kind, Package? package, string name, SourceFile? file, int offset, GoType? type,
        bool embedded = false)
        : base(package, name, file, offset, type)
    {
        Kind = kind;
        Embedded = embedded;
    }

    private Var(Var from, string name, GoType? type, Var? origin)
        : base(from.Package, name, from.File, from.Offset, type)
    {
        Kind = from.Kind;
        Embedded = from.Embedded;
        ScopePos = from.ScopePos;
        Parent = from.Parent;
        this.origin = origin;
    }

    /// <summary>What the variable is.</summary>
    public VarKind Kind { get; internal set; }

    /// <summary>True for a field of a struct.</summary>
    public bool IsField => Kind == VarKind.Field;

    /// <summary>True for an embedded field, whose name is that of its type.</summary>
    public bool Embedded { get; }

    /// <summary>
    /// The variable as declared, of which this one is the copy in an instantiated type or signature; itself if it is no
    /// copy.
    /// </summary>
    public Var Origin => origin ?? this;

    /// <summary>True once a local variable's value was used.</summary>
    internal bool Used { get; set; }

    /// <summary>A field of a struct.</summary>
    internal static Var Field(Package? package, string name, SourceFile? file, int offset, GoType? type,
        bool embedded) =>
        new(VarKind.Field, package, name, file, offset, type, embedded);

    /// <summary>The copy of the variable with another type, in an instantiated type or signature.</summary>
    internal Var WithType(GoType? type) => new(this, Name, type, Origin);

    /// <summary>A variable at the same place that is not a copy: with another name and type.</summary>
    internal Var Renamed(string name, GoType? type) => new(this, name, type, null);
}
