using System.Collections.Immutable;
using System.Text;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>
/// Where a value is, seen from a function: a parameter, captured variable, result, variable of the package, or something made
/// in it, and a way from there through fields and elements. Pointers on the way are followed without saying so.
/// </summary>
public sealed class SsaPlace : IEquatable<SsaPlace>
{
    /// <summary>How long a way may be; longer ones are cut.</summary>
    public const int MaxPath = 4;

    internal SsaPlace(SsaPlaceKind kind, int index, object? root, ImmutableArray<Var?> path)
    {
        Kind = kind;
        Index = index;
        Root = root;
        Path = path;
    }

    /// <summary>What it begins with.</summary>
    public SsaPlaceKind Kind { get; }

    /// <summary>Which parameter, captured variable or result; otherwise -1.</summary>
    public int Index { get; }

    /// <summary>The variable of the package.</summary>
    public Var? Global => Root as Var;

    /// <summary>The instruction that makes it.</summary>
    public SsaInstruction? Local => Root as SsaInstruction;

    /// <summary>The fields on the way, as declared; null for an element of a slice, array, map or channel.</summary>
    public ImmutableArray<Var?> Path { get; }

    internal object? Root { get; }

    /// <summary>True for what a caller can see.</summary>
    public bool IsVisible => Kind != SsaPlaceKind.Local;

    /// <summary>A parameter.</summary>
    public static SsaPlace Parameter(int index) => new(SsaPlaceKind.Parameter, index, null, []);

    /// <summary>A captured variable.</summary>
    public static SsaPlace Captured(int index) => new(SsaPlaceKind.Captured, index, null, []);

    /// <summary>A result.</summary>
    public static SsaPlace Result(int index) => new(SsaPlaceKind.Result, index, null, []);

    /// <summary>A variable of the package.</summary>
    public static SsaPlace Of(Var global) => new(SsaPlaceKind.Global, -1, global, []);

    /// <summary>What an instruction makes.</summary>
    public static SsaPlace Of(SsaInstruction instruction) => new(SsaPlaceKind.Local, -1, instruction, []);

    /// <summary>A field of what is here, or, for null, an element.</summary>
    public SsaPlace Then(Var? field) => Path.Length >= MaxPath ? this : new(Kind, Index, Root, Path.Add(field?.Origin));

    /// <summary>The same way from another place.</summary>
    public SsaPlace From(SsaPlace start)
    {
        ArgumentNullException.ThrowIfNull(start);
        var path = start.Path.AddRange(Path);
        return new(start.Kind, start.Index, start.Root, path.Length > MaxPath ? path[..MaxPath] : path);
    }

    /// <summary>The rest of the way behind another place; null if this is not on the way from there.</summary>
    internal ImmutableArray<Var?>? Behind(SsaPlace start) =>
        Kind == start.Kind && Index == start.Index && ReferenceEquals(Root, start.Root) && Path.Length >= start.Path.Length
        && Path.AsSpan(0, start.Path.Length).SequenceEqual(start.Path.AsSpan())
            ? Path[start.Path.Length..]
            : null;

    /// <inheritdoc/>
    public bool Equals(SsaPlace? other) => other != null && Kind == other.Kind && Index == other.Index
        && ReferenceEquals(Root, other.Root) && Path.AsSpan().SequenceEqual(other.Path.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SsaPlace);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Kind);
        hash.Add(Index);
        hash.Add(Root);
        foreach (var field in Path)
        {
            hash.Add(field);
        }

        return hash.ToHashCode();
    }

    /// <summary><c>parameter 0.done</c>, <c>result 0[]</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Kind.ToString().ToLowerInvariant());
        text.Append(' ').Append(Index >= 0 ? Index : Root is Var global ? global.Name : Root);
        foreach (var field in Path)
        {
            text.Append(field != null ? "." + field.Name : "[]");
        }

        return text.ToString();
    }
}
