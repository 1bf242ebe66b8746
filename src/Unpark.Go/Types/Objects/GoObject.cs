using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>
/// What a name stands for. Objects are compared by reference; a field or method of an instantiated type is an object of
/// its own whose <see cref="Var.Origin"/> or <see cref="Func.Origin"/> is the declared one.
/// </summary>
public abstract class GoObject
{
    private GoType? type;

    private protected GoObject(Package? package, string name, SourceFile? file, int offset, GoType? type)
    {
        Package = package;
        Name = name;
        File = file;
        Offset = offset;
        this.type = type;
        ScopePos = Node.NoPos;
    }

    /// <summary>The package that declares the object; null for predeclared objects.</summary>
    public Package? Package { get; }

    /// <summary>The name as declared.</summary>
    public string Name { get; }

    /// <summary>The file of the declaration; null for predeclared objects.</summary>
    public SourceFile? File { get; }

    /// <summary>The offset of the declaring name in <see cref="File"/>, or <see cref="Node.NoPos"/>.</summary>
    public int Offset { get; }

    /// <summary>The scope the object is declared in; null for methods and struct fields.</summary>
    public Scope? Parent { get; internal set; }

    /// <summary>
    /// The type; resolved on demand, and never null: <see cref="UnknownType"/> where it cannot be told.
    /// </summary>
    public GoType Type => Volatile.Read(ref type) ?? ResolveType();

    /// <summary>True if the name begins with an upper-case letter (Go specification, "Exported identifiers").</summary>
    public bool Exported => Names.IsExported(Name);

    /// <summary>What identifies a field or method, see <see cref="Names.Id"/>.</summary>
    public string Id => Names.Id(Package, Name);

    /// <summary>The type as far as it is set, without resolving anything.</summary>
    internal GoType? TypeOrNull => Volatile.Read(ref type);

    /// <summary>Where the object's scope begins, as an offset in <see cref="File"/>; for local objects only.</summary>
    internal int ScopePos { get; set; }

    /// <summary>The place among the package-level objects in source order, from 1; 0 for every other object.</summary>
    internal int Order { get; set; }

    /// <summary>True if the object has the name, and the package too if the name is not exported.</summary>
    public bool HasId(Package? package, string name) =>
        Name == name && (ReferenceEquals(Package, package) || Exported || Names.SamePackage(Package, package));

    /// <summary>The object as go/types prints it, with full import paths.</summary>
    public sealed override string ToString() => TypeWriter.ObjectString(this, null);

    /// <summary>
    /// Orders methods: exported ones first, then by name, then by package path. Source: go/types object.cmp.
    /// </summary>
    internal static int Compare(GoObject a, GoObject b)
    {
        if (ReferenceEquals(a, b))
        {
            return 0;
        }

        var exported = a.Exported;
        if (exported != b.Exported)
        {
            return exported ? -1 : 1;
        }

        var byName = Utf8Order.Compare(a.Name, b.Name);
        return byName != 0 || exported
            ? byName
            : Utf8Order.Compare(a.Package?.Path ?? "", b.Package?.Path ?? "");
    }

    /// <summary>Sets the type and publishes it, with all that was written before, to every thread.</summary>
    internal void SetType(GoType value) => Volatile.Write(ref type, value);

    private GoType ResolveType()
    {
        Package?.Resolver?.Resolve(this);
        return Volatile.Read(ref type) ?? UnknownType.Instance;
    }
}
