using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>
/// Names a variable by the way to it: <c>s.mu</c>, <c>c.inner.mu</c>, <c>shards[i].mu</c>. Pointers on the way are
/// followed without a trace, so <c>(*s).mu</c> is <c>s.mu</c> and <c>&amp;s.mu</c> too, and embedded fields are spelled
/// out. Two equal paths mean the same variable as long as nothing on the way is assigned; different ones may still.
/// </summary>
public sealed class AccessPath : IEquatable<AccessPath>
{
    private readonly int hash;

    /// <summary>Makes a path.</summary>
    /// <param name="root">The variable it begins with.</param>
    /// <param name="steps">The steps from there.</param>
    public AccessPath(Var root, ImmutableArray<PathStep> steps)
    {
        Root = root;
        Steps = steps;
        var code = RuntimeHelpers.GetHashCode(root);
        foreach (var step in steps)
        {
            code = HashCode.Combine(code, step);
        }

        hash = code;
    }

    /// <summary>The variable the path begins with: a local one, a parameter, or one of a package.</summary>
    public Var Root { get; }

    /// <summary>The fields and elements on the way.</summary>
    public ImmutableArray<PathStep> Steps { get; }

    /// <summary>The field the path ends with; null if it is the root itself or ends with an element.</summary>
    public Var? LastField => Steps is [.., { Field: { } last }] ? last : null;

    /// <summary>True if the root is declared at package level.</summary>
    public bool IsGlobal => Root.Kind == VarKind.Package;

    /// <summary>The path with one step more.</summary>
    public AccessPath Then(PathStep step) => new(Root, Steps.Add(step));

    /// <summary>The path with its root replaced by another path.</summary>
    public AccessPath OnTopOf(AccessPath start)
    {
        ArgumentNullException.ThrowIfNull(start);
        return Steps.IsEmpty ? start : new AccessPath(start.Root, start.Steps.AddRange(Steps));
    }

    /// <summary>True if this path is the beginning of the other, or equal to it.</summary>
    public bool IsPrefixOf(AccessPath other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ReferenceEquals(Root, other.Root) && Steps.Length <= other.Steps.Length
            && Steps.AsSpan().SequenceEqual(other.Steps.AsSpan()[..Steps.Length]);
    }

    /// <summary>True if assigning the variable can change what the path means.</summary>
    public bool DependsOn(Var variable)
    {
        if (ReferenceEquals(Root, variable))
        {
            return true;
        }

        foreach (var step in Steps)
        {
            if (ReferenceEquals(step.Key, variable))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public bool Equals(AccessPath? other) =>
        other != null && hash == other.hash && Steps.Length == other.Steps.Length && IsPrefixOf(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AccessPath);

    /// <inheritdoc/>
    public override int GetHashCode() => hash;

    /// <summary>The path as written in Go, without embedded fields.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Root.Name);
        foreach (var step in Steps)
        {
            if (step.Field is not { Embedded: true })
            {
                text.Append(step);
            }
        }

        return text.ToString();
    }
}
