using System.Collections.Immutable;

namespace Unpark.Go.Types;

/// <summary>
/// A union of terms as a set of types: all types, or those of some terms, which is none for an empty list. Kept in
/// normal form, without terms that others include. Source: go/types termlist.go, typeterm.go.
/// </summary>
internal readonly struct TermList
{
    private readonly ImmutableArray<UnionTerm> items;

    /// <summary>The types of some terms.</summary>
    public TermList(ImmutableArray<UnionTerm> items)
    {
        this.items = items;
    }

    private TermList(bool isAll)
    {
        items = [];
        IsAll = isAll;
    }

    /// <summary>All types.</summary>
    public static TermList All { get; } = new(true);

    /// <summary>No type.</summary>
    public static TermList Empty { get; } = new(false);

    /// <summary>The terms; empty if the list stands for all types.</summary>
    public ImmutableArray<UnionTerm> Items => items.IsDefault ? [] : items;

    /// <summary>True if the list stands for all types.</summary>
    public bool IsAll { get; }

    /// <summary>True if the list stands for no type.</summary>
    public bool IsEmpty => !IsAll && Items.Length == 0;

    /// <summary>True if there are terms.</summary>
    public bool HasTerms => Items.Length != 0;

    /// <summary>The types in this list or the other.</summary>
    public TermList Union(TermList other)
    {
        if (IsAll || other.IsAll)
        {
            return All;
        }

        if (!HasTerms)
        {
            return other;
        }

        var result = new List<UnionTerm>(Items.Length + other.Items.Length);
        result.AddRange(Items);
        result.AddRange(other.Items);
        return Normal(result);
    }

    /// <summary>The types in both lists.</summary>
    public TermList Intersect(TermList other)
    {
        if (IsAll)
        {
            return other;
        }

        if (other.IsAll)
        {
            return this;
        }

        var result = new List<UnionTerm>();
        foreach (var x in Items)
        {
            foreach (var y in other.Items)
            {
                if (!Disjoint(x, y))
                {
                    result.Add(!x.Tilde || y.Tilde ? x : y);
                }
            }
        }

        return Normal(result);
    }

    /// <summary>True if both lists stand for the same types.</summary>
    public bool SameAs(TermList other) =>
        (IsAll && other.IsAll) || (SubsetOf(other) && other.SubsetOf(this));

    /// <summary>True if the list includes a type.</summary>
    public bool Includes(GoType type)
    {
        if (IsAll)
        {
            return true;
        }

        foreach (var term in Items)
        {
            if (Includes(term, type))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if every type of this list is in the other.</summary>
    public bool SubsetOf(TermList other)
    {
        if (other.IsAll)
        {
            return true;
        }

        if (IsAll)
        {
            return false;
        }

        foreach (var x in Items)
        {
            if (!other.SupersetOf(x))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True if a term includes a type.</summary>
    public static bool Includes(UnionTerm term, GoType type) =>
        TypeRelations.Identical(term.Type, term.Tilde ? type.Underlying : type);

    /// <summary>True if no type is in both terms.</summary>
    public static bool Disjoint(UnionTerm x, UnionTerm y)
    {
        var xType = y.Tilde ? x.Type.Underlying : x.Type;
        var yType = x.Tilde ? y.Type.Underlying : y.Type;
        return !TypeRelations.Identical(xType, yType);
    }

    private bool SupersetOf(UnionTerm term)
    {
        foreach (var item in Items)
        {
            if (!Disjoint(term, item) && (!term.Tilde || item.Tilde))
            {
                return true;
            }
        }

        return false;
    }

    private static TermList Normal(List<UnionTerm> list)
    {
        var used = new bool[list.Count];
        var result = ImmutableArray.CreateBuilder<UnionTerm>(list.Count);
        for (var i = 0; i < list.Count; i++)
        {
            if (used[i])
            {
                continue;
            }

            var term = list[i];
            for (var j = i + 1; j < list.Count; j++)
            {
                if (!used[j] && !Disjoint(term, list[j]))
                {
                    term = term.Tilde || !list[j].Tilde ? term : list[j];
                    used[j] = true;
                }
            }

            result.Add(term);
        }

        return new TermList(result.ToImmutable());
    }
}
