using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>
/// What a name stands for. Objects are compared by reference; a field or method of an instantiated type is an object of
/// its own whose <see cref="Var.Origin"/> or <see cref="Func.Origin"/> is the declared one.
/// </summary>
public abstract class GoObject
{
    private protected GoObject(Package? package, string name, SourceFile? file, int offset)
    {
        Package = package;
        Name = name;
        File = file;
        Offset = offset;
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

    /// <summary>The type; resolved on demand, and never null: <see cref="UnknownType"/> where it cannot be told.</summary>
    public abstract GoType Type { get; }

    /// <summary>True if the name begins with an upper-case letter (Go specification, "Exported identifiers").</summary>
    public bool Exported => Names.IsExported(Name);
}
