namespace Unpark.Go.Types;

/// <summary>
/// The types a type stands for, with their underlying types: the specific types of a type parameter's type set, the
/// type alone otherwise. A type parameter without specific types gives one pair of nulls. Made to be iterated with
/// foreach without allocating. Source: go/types under.go.
/// </summary>
internal readonly struct SpecificTypes
{
    private readonly GoType type;

    private SpecificTypes(GoType type)
    {
        this.type = type;
    }

    /// <summary>The types that <paramref name="type"/> stands for.</summary>
    public static SpecificTypes Of(GoType type) => new(type);

    /// <summary>
    /// The underlying type that all types of a type set have in common, or null. Channels may differ in direction if
    /// that does not conflict; the more restricted one is taken.
    /// </summary>
    public static GoType? CommonUnder(GoType type)
    {
        if (type is not (TypeParam or AliasType))
        {
            return type.Underlying;
        }

        GoType? common = null;
        foreach (var (_, under) in Of(type))
        {
            if (under == null)
            {
                return null;
            }

            if (common == null)
            {
                common = under;
                continue;
            }

            if (common is ChanType commonChan && under is ChanType chan)
            {
                if (!TypeRelations.Identical(commonChan.Elem, chan.Elem))
                {
                    return null;
                }

                if (commonChan.Dir == chan.Dir)
                {
                    continue;
                }

                if (commonChan.Dir == Syntax.ChanDir.Both)
                {
                    common = chan;
                }
                else if (chan.Dir != Syntax.ChanDir.Both)
                {
                    return null;
                }

                continue;
            }

            if (!TypeRelations.Identical(common, under))
            {
                return null;
            }
        }

        return common;
    }

    /// <summary>Begins the iteration.</summary>
    public Enumerator GetEnumerator() => new(type);

    /// <summary>Walks a type set.</summary>
    public struct Enumerator
    {
        private readonly GoType type;
        private readonly TypeSet? set;
        private int index;

        internal Enumerator(GoType type)
        {
            this.type = type;
            index = -1;
            set = AliasType.Unalias(type) is TypeParam param ? param.Iface().TypeSet : null;
        }

        /// <summary>The type and its underlying type.</summary>
        public (GoType? Type, GoType? Under) Current { get; private set; }

        /// <summary>Goes on to the next pair.</summary>
        public bool MoveNext()
        {
            index++;
            if (set == null || !set.HasTerms)
            {
                Current = set == null ? (type, type.Underlying) : (null, null);
                return index == 0;
            }

            if (index >= set.Terms.Length)
            {
                return false;
            }

            var term = set.Terms[index].Type;
            Current = (term, term.Underlying);
            return true;
        }
    }
}
