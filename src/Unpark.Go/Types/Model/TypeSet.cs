using System.Collections.Immutable;

namespace Unpark.Go.Types;

/// <summary>
/// The types that implement an interface, described by the methods they must have and, of a constraint, the types they
/// must be (Go specification, "Interface types"). Immutable. Source: go/types typeset.go.
/// </summary>
public sealed class TypeSet
{
    private const int MaxTermCount = 100;
    private const int MaxLinear = 8;

    // The interfaces whose type sets this thread is computing: an interface that embeds itself must not recur.
    [ThreadStatic]
    private static List<InterfaceType>? computing;

    private readonly TermList terms;
    private Dictionary<string, int>? exportedMethods;

    internal TypeSet(ImmutableArray<Func> methods, TermList terms, bool isComparable)
    {
        Methods = methods;
        this.terms = terms;
        ComparableOnly = isComparable;
    }

    /// <summary>The set of all types.</summary>
    public static TypeSet All { get; } = new([], TermList.All, false);

    /// <summary>All methods of the interface, embedded ones included: exported ones first, then by name.</summary>
    public ImmutableArray<Func> Methods { get; }

    /// <summary>The specific types the set is limited to; empty if it is not, see <see cref="HasTerms"/>.</summary>
    public ImmutableArray<UnionTerm> Terms => terms.Items;

    /// <summary>True if the set is limited to comparable types by the predeclared <c>comparable</c>.</summary>
    public bool ComparableOnly { get; }

    /// <summary>True if no type is in the set.</summary>
    public bool IsEmpty => terms.IsEmpty;

    /// <summary>True if every type is in the set.</summary>
    public bool IsAll => IsMethodSet && Methods.Length == 0;

    /// <summary>True if methods are all the set asks for.</summary>
    public bool IsMethodSet => !ComparableOnly && terms.IsAll;

    /// <summary>True if the set is limited to <see cref="Terms"/>, of which there is at least one.</summary>
    public bool HasTerms => terms.HasTerms;

    /// <summary>Terms and whether they are all types.</summary>
    internal TermList TermList => terms;

    /// <summary>True if every type of the set is comparable without a panic at run time.</summary>
    public bool IsComparable => IsComparableSet(null);

    /// <summary>The method a selector with this name means in a package, and its place; or null.</summary>
    public Func? LookupMethod(Package? package, string name, out int index)
    {
        var methods = Methods;
        if (methods.Length > MaxLinear && Names.IsExported(name))
        {
            // Names of exported methods are unique in the set.
            index = (Volatile.Read(ref exportedMethods) ?? MakeTable()).GetValueOrDefault(name, -1);
            return index < 0 ? null : methods[index];
        }

        if (name != "_")
        {
            for (var i = 0; i < methods.Length; i++)
            {
                if (methods[i].HasId(package, name))
                {
                    index = i;
                    return methods[i];
                }
            }
        }

        index = -1;
        return null;
    }

    /// <summary>True if every type of this set's terms is in the terms of another.</summary>
    internal bool TermsSubsetOf(TypeSet other) => terms.SubsetOf(other.terms);

    /// <summary>Comparability, with the types that are being looked at already.</summary>
    internal bool IsComparableSet(HashSet<GoType>? seen)
    {
        if (terms.IsAll)
        {
            return ComparableOnly;
        }

        // The empty set has no specific types, of which nothing is known.
        if (!terms.HasTerms)
        {
            return false;
        }

        foreach (var term in terms.Items)
        {
            if (!TypePredicates.ComparableType(term.Type, false, ref seen))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Methods in the order of method sets.</summary>
    internal static ImmutableArray<Func> Sorted(ImmutableArray<Func> methods)
    {
        for (var i = 1; i < methods.Length; i++)
        {
            if (GoObject.Compare(methods[i - 1], methods[i]) > 0)
            {
                return methods.Sort(static (a, b) => GoObject.Compare(a, b));
            }
        }

        return methods;
    }

    /// <summary>
    /// The type set of an interface. It is not final, and must not be kept, if something it embeds is in the middle of
    /// being resolved by this thread.
    /// </summary>
    internal static TypeSet Compute(InterfaceType type, out bool final)
    {
        var stack = computing ??= [];
        if (stack.Contains(type))
        {
            final = false;
            return All;
        }

        final = true;
        stack.Add(type);
        try
        {
            return ComputeFresh(type, ref final);
        }
        finally
        {
            stack.RemoveAt(stack.Count - 1);
        }
    }

    private static TypeSet ComputeFresh(InterfaceType type, ref bool final)
    {
        if (type.Embeddeds.Length == 0)
        {
            return new TypeSet(Distinct(type.ExplicitMethods), TermList.All, false);
        }

        var methods = new List<Func>(type.ExplicitMethods.Length + 8);
        var seen = new HashSet<string>();
        AddMethods(methods, seen, type.ExplicitMethods);

        var allTerms = TermList.All;
        var allComparable = false;
        foreach (var embedded in type.Embeddeds)
        {
            TermList terms;
            var comparable = false;
            switch (embedded.Underlying)
            {
                case InterfaceType inner:
                    var set = inner.TypeSetSoFar(out var innerFinal);
                    final &= innerFinal;
                    comparable = set.ComparableOnly;
                    AddMethods(methods, seen, set.Methods);
                    terms = set.terms;
                    break;
                case UnionType union:
                    var computed = OfUnion(union, ref final);
                    if (computed == null)
                    {
                        continue;
                    }

                    terms = computed.Value;
                    break;
                case UnknownType:
                    final &= IsResolved(embedded);
                    continue;
                default:
                    terms = new TermList([new UnionTerm(false, embedded)]);
                    break;
            }

            (allTerms, allComparable) = Intersect(allTerms, allComparable, terms, comparable);
        }

        methods.Sort(static (a, b) => GoObject.Compare(a, b));
        return new TypeSet([.. methods], allTerms, allComparable);
    }

    /// <summary>The terms of a union; null if there are too many of them.</summary>
    internal static TermList? OfUnion(UnionType union)
    {
        var final = true;
        return OfUnion(union, ref final);
    }

    private static TermList? OfUnion(UnionType union, ref bool final)
    {
        var all = TermList.Empty;
        foreach (var term in union.Terms)
        {
            switch (term.Type.Underlying)
            {
                case InterfaceType inner:
                    all = all.Union(inner.TypeSetSoFar(out var innerFinal).terms);
                    final &= innerFinal;
                    break;
                case UnknownType:
                    final &= IsResolved(term.Type);
                    continue;
                case var under:
                    // ~T of a T that is not its own underlying type is the empty term.
                    if (!term.Tilde || TypeRelations.Identical(term.Type, under))
                    {
                        all = all.Union(new TermList([term]));
                    }

                    break;
            }

            if (all.Items.Length > MaxTermCount)
            {
                return null;
            }
        }

        return all;
    }

    private static bool IsResolved(GoType type) => AliasType.Unalias(type) is not NamedType named || named.IsResolved;

    private static ImmutableArray<Func> Distinct(ImmutableArray<Func> methods)
    {
        for (var i = 1; i < methods.Length; i++)
        {
            if (methods[i].HasId(methods[i - 1].Package, methods[i - 1].Name))
            {
                var list = new List<Func>();
                AddMethods(list, [], methods);
                return [.. list];
            }
        }

        return methods;
    }

    private static void AddMethods(List<Func> methods, HashSet<string> seen, ImmutableArray<Func> more)
    {
        foreach (var method in more)
        {
            if (seen.Add(method.Id))
            {
                methods.Add(method);
            }
        }
    }

    // Source: go/types typeset.go, intersectTermLists.
    private static (TermList Terms, bool Comparable) Intersect(TermList x, bool xComparable, TermList y,
        bool yComparable)
    {
        var terms = x.Intersect(y);
        var comparable = xComparable || yComparable;
        if (comparable && !terms.IsAll)
        {
            var kept = ImmutableArray.CreateBuilder<UnionTerm>();
            foreach (var term in terms.Items)
            {
                if (TypePredicates.IsStrictlyComparable(term.Type))
                {
                    kept.Add(term);
                }
            }

            terms = new TermList(kept.ToImmutable());
            comparable = false;
        }

        return (terms, comparable);
    }

    private Dictionary<string, int> MakeTable()
    {
        var table = new Dictionary<string, int>(Methods.Length);
        for (var i = 0; i < Methods.Length; i++)
        {
            if (Methods[i].Exported)
            {
                table.TryAdd(Methods[i].Name, i);
            }
        }

        Volatile.Write(ref exportedMethods, table);
        return table;
    }
}
