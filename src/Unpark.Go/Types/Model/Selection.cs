using System.Collections.Immutable;

namespace Unpark.Go.Types;

/// <summary>
/// A selector <c>x.f</c> that is not a qualified identifier (Go specification, "Selectors", "Method values",
/// "Method expressions").
/// </summary>
public sealed class Selection
{
    private GoType? type;

    internal Selection(SelectionKind kind, GoType recv, GoObject obj, ImmutableArray<int> index, bool indirect)
    {
        Kind = kind;
        Recv = recv;
        Obj = obj;
        Index = index;
        Indirect = indirect;
    }

    /// <summary>What is selected.</summary>
    public SelectionKind Kind { get; }

    /// <summary>The type of <c>x</c>.</summary>
    public GoType Recv { get; }

    /// <summary>What <c>f</c> denotes: a <see cref="Var"/> for a field, otherwise a <see cref="Func"/>.</summary>
    public GoObject Obj { get; }

    /// <summary>
    /// The way from <c>x</c> to <c>f</c>: indices of embedded fields, then the index of the field in its struct, of the
    /// method among those declared on its type, or of the method in its interface's type set.
    /// </summary>
    public ImmutableArray<int> Index { get; }

    /// <summary>True if there is a pointer on the way that is followed.</summary>
    public bool Indirect { get; }

    /// <summary>
    /// The type of <c>x.f</c>: of a method value a signature with the type of <c>x</c> as the receiver's type, of a
    /// method expression one with the receiver as the first parameter.
    /// </summary>
    public GoType Type => type ??= MakeType();

    /// <summary>The selection as go/types prints it, with full import paths.</summary>
    public override string ToString() => TypeWriter.SelectionString(this, null);

    private GoType MakeType()
    {
        if (Kind == SelectionKind.FieldVal || Obj.Type is not Signature signature)
        {
            return Obj.Type;
        }

        var recv = signature.Recv;
        var self = recv == null
            ? new Var(VarKind.Receiver, Obj.Package, "", Obj.File, Obj.Offset, Recv)
            : recv.Renamed(recv.Name, Recv);
        return Kind == SelectionKind.MethodVal
            ? new Signature(self, signature.RecvTypeParams, signature.TypeParams, signature.Params, signature.Results,
                signature.Variadic)
            : new Signature(null, signature.RecvTypeParams, signature.TypeParams,
                new TupleType([self, .. signature.Params.Vars]), signature.Results, signature.Variadic);
    }
}
