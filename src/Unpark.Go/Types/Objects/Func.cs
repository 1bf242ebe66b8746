using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>A declared function, a method, or a method of an interface.</summary>
public sealed class Func : GoObject
{
    private readonly Func? origin;

    internal Func(Package? package, string name, SourceFile? file, int offset, Signature? signature,
        bool hasPointerReceiver = false)
        : base(package, name, file, offset, signature)
    {
        HasPointerReceiver = hasPointerReceiver;
    }

    private Func(Func from, Signature? signature)
        : base(from.Package, from.Name, from.File, from.Offset, signature)
    {
        HasPointerReceiver = from.HasPointerReceiver;
        Parent = from.Parent;
        origin = from.Origin;
    }

    /// <summary>The type, or an empty signature where it could not be told.</summary>
    public Signature Signature => Type as Signature ?? Signature.Empty;

    /// <summary>
    /// The function as declared, of which this one is the copy in an instantiated type; itself if it is no copy.
    /// </summary>
    public Func Origin => origin ?? this;

    /// <summary>True for a method whose receiver is a pointer; known before the signature is resolved.</summary>
    public bool HasPointerReceiver { get; internal set; }

    /// <summary>True for a method: declared on a type, or in an interface.</summary>
    public bool IsMethod => Signature.Recv != null;

    /// <summary>
    /// The name with the package's path or the receiver's type before it: <c>time.NewTicker</c>,
    /// <c>(*net/http.Server).Serve</c>, <c>(io.Reader).Read</c>.
    /// </summary>
    public string FullName => TypeWriter.FuncName(this, null);

    /// <summary>The copy of the function with another signature, in an instantiated type.</summary>
    internal Func WithSignature(Signature? signature) => new(this, signature);
}
