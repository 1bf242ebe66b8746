using System.Collections.Immutable;

namespace Unpark.Go.Syntax;

// Parameters and type parameters. Source: Go specification, "Function types", "Type parameter declarations".
internal sealed partial class Parser
{
    private ParamEntry[] paramEntries = new ParamEntry[32];
    private int paramCount;

    private FieldList? ParseTypeParameters()
    {
        var lbrack = Expect(TokenKind.Lbrack);
        ImmutableArray<Field> list = [];
        if (tok != TokenKind.Rbrack)
        {
            list = ParseParameterList(null, null, TokenKind.Rbrack, false);
        }

        var rbrack = Expect(TokenKind.Rbrack);
        if (list.IsEmpty)
        {
            Error(rbrack, "empty type parameter list");
            return null;
        }

        return new FieldList(lbrack, list, rbrack);
    }

    private FieldList ParseParameters() => ParseParenthesizedParameters(true);

    /// <summary>The results of a function: a list in parentheses, a single type, or nothing.</summary>
    private FieldList? ParseResults()
    {
        if (tok == TokenKind.Lparen)
        {
            return ParseParenthesizedParameters(false);
        }

        return TryParseType() is { } type
            ? new FieldList(Node.NoPos, [new Field(null, [], type, null, null)], Node.NoPos)
            : null;
    }

    private FieldList ParseParenthesizedParameters(bool variadicAllowed)
    {
        var lparen = Expect(TokenKind.Lparen);
        ImmutableArray<Field> list = [];
        if (tok != TokenKind.Rparen)
        {
            list = ParseParameterList(null, null, TokenKind.Rparen, variadicAllowed);
        }

        return new FieldList(lparen, list, Expect(TokenKind.Rparen));
    }

    /// <summary>
    /// A list of parameters, or of type parameters if <paramref name="closing"/> is <c>]</c>. The first name and its
    /// type are given if they are read already.
    /// </summary>
    private ImmutableArray<Field> ParseParameterList(Ident? name0, Expr? type0, TokenKind closing, bool variadicAllowed)
    {
        var isTypeParams = closing == TokenKind.Rbrack;
        var start = name0 is not null ? name0.Pos : type0 is not null ? type0.Pos : pos;
        var from = paramCount;
        var named = 0; // entries with name and type
        var typed = 0; // entries with a type
        while (name0 is not null || (tok != closing && tok != TokenKind.Eof))
        {
            ParamEntry entry;
            if (type0 is not null)
            {
                entry = new ParamEntry { Name = name0, Type = isTypeParams ? ParseEmbeddedElem(type0) : type0 };
            }
            else
            {
                entry = ParseParamDecl(name0, isTypeParams);
            }

            name0 = null;
            type0 = null;
            if (entry.Name is not null || entry.Type is not null)
            {
                PushParam(entry);
                typed += entry.Type is not null ? 1 : 0;
                named += entry.Name is not null && entry.Type is not null ? 1 : 0;
            }

            if (!AtComma("parameter list", closing))
            {
                break;
            }

            Next();
        }

        if (paramCount == from)
        {
            return [];
        }

        // The stack may have been enlarged by lists inside this one: only now it stays.
        var list = paramEntries.AsSpan(from, paramCount - from);
        if (named == 0)
        {
            NamesAreTypes(list, isTypeParams, typed, start);
        }
        else if (named != list.Length)
        {
            DistributeTypes(list, isTypeParams, named == typed);
        }

        CheckEllipses(list, variadicAllowed);
        var fields = named == 0 ? TypeFields(list) : NamedFields(list);
        list.Clear();
        paramCount = from;
        return fields;
    }

    private void PushParam(ParamEntry entry)
    {
        if (paramCount == paramEntries.Length)
        {
            Array.Resize(ref paramEntries, paramCount * 2);
        }

        paramEntries[paramCount++] = entry;
    }

    private ParamEntry ParseParamDecl(Ident? name, bool isTypeParams)
    {
        var entry = default(ParamEntry);
        if (name is null && isTypeParams && tok == TokenKind.Tilde)
        {
            entry.Type = ParseEmbeddedElem(null);
            return entry;
        }

        if (name is not null || tok == TokenKind.Ident)
        {
            entry.Name = name ?? ParseIdent();
            switch (tok)
            {
                case TokenKind.Ident or TokenKind.Mul or TokenKind.Arrow or TokenKind.Func or TokenKind.Chan
                    or TokenKind.Map or TokenKind.Struct or TokenKind.Interface or TokenKind.Lparen:
                    entry.Type = ParseType();
                    break;
                case TokenKind.Lbrack:
                    entry.Type = ParseArrayFieldOrTypeInstance(ref entry.Name);
                    break;
                case TokenKind.EllipsisToken:
                    entry.Type = ParseDotsType();
                    return entry;
                case TokenKind.Period:
                    entry.Type = ParseQualifiedIdent(entry.Name);
                    entry.Name = null;
                    break;
                case TokenKind.Tilde when isTypeParams:
                    entry.Type = ParseEmbeddedElem(null);
                    return entry;
                case TokenKind.Or when isTypeParams:
                    entry.Type = ParseEmbeddedElem(entry.Name);
                    entry.Name = null;
                    return entry;
                default:
                    break;
            }
        }
        else
        {
            switch (tok)
            {
                case TokenKind.Mul or TokenKind.Arrow or TokenKind.Func or TokenKind.Lbrack or TokenKind.Chan
                    or TokenKind.Map or TokenKind.Struct or TokenKind.Interface or TokenKind.Lparen:
                    entry.Type = ParseType();
                    break;
                case TokenKind.EllipsisToken:
                    entry.Type = ParseDotsType();
                    return entry;
                default:
                    ErrorExpected(pos, "')'");
                    Advance(SyncPoint.ExpressionEnd);
                    break;
            }
        }

        if (isTypeParams && tok == TokenKind.Or && entry.Type is not null)
        {
            entry.Type = ParseEmbeddedElem(entry.Type);
        }

        return entry;
    }

    private Ellipsis ParseDotsType()
    {
        var offset = Expect(TokenKind.EllipsisToken);
        return new Ellipsis(NextId(), offset, ParseType());
    }

    private void NamesAreTypes(Span<ParamEntry> list, bool isTypeParams, int typed, int start)
    {
        foreach (ref var entry in list)
        {
            if (entry.Name is not null)
            {
                entry.Type = entry.Name;
                entry.Name = null;
            }
        }

        if (!isTypeParams)
        {
            return;
        }

        if (typed == 0)
        {
            Error(pos, "missing type constraint");
        }
        else
        {
            Error(start, list.Length == 1
                ? "missing type parameter name or invalid array length"
                : "missing type parameter name");
        }
    }

    /// <summary>Gives each name that has none the type of the next that has; what then lacks something is an error.</summary>
    private void DistributeTypes(Span<ParamEntry> list, bool isTypeParams, bool typesMissing)
    {
        var wrong = Node.NoPos;
        Expr? type = null;
        for (var i = list.Length - 1; i >= 0; i--)
        {
            ref var entry = ref list[i];
            if (entry.Type is not null)
            {
                type = entry.Type;
                if (entry.Name is null)
                {
                    wrong = type.Pos;
                    entry.Name = BlankAt(wrong);
                }
            }
            else if (type is not null)
            {
                entry.Type = type;
            }
            else
            {
                wrong = entry.Name!.Pos;
                entry.Type = BadExprFrom(wrong);
            }
        }

        if (wrong == Node.NoPos)
        {
            return;
        }

        if (typesMissing)
        {
            Error(pos, isTypeParams ? "missing type constraint" : "missing parameter type");
        }
        else if (!isTypeParams)
        {
            Error(wrong, "missing parameter name");
        }
        else
        {
            Error(wrong, list.Length == 1
                ? "missing type parameter name or invalid array length"
                : "missing type parameter name");
        }
    }

    private void CheckEllipses(Span<ParamEntry> list, bool variadicAllowed)
    {
        var reported = false;
        for (var i = 0; i < list.Length; i++)
        {
            if (list[i].Type is not Ellipsis dots || (variadicAllowed && i + 1 == list.Length))
            {
                continue;
            }

            if (!reported)
            {
                reported = true;
                Error(dots.EllipsisPos, variadicAllowed
                    ? "can only use ... with final parameter"
                    : "invalid use of ...");
            }

            list[i].Type = new BadExpr(NextId(), dots.Pos, dots.End);
        }
    }

    private ImmutableArray<Field> TypeFields(ReadOnlySpan<ParamEntry> list)
    {
        var from = nodes.Count;
        foreach (ref readonly var entry in list)
        {
            nodes.Push(new Field(null, [], entry.Type, null, null));
        }

        return nodes.Take<Field>(from);
    }

    /// <summary>One field for the names that share a type.</summary>
    private ImmutableArray<Field> NamedFields(ReadOnlySpan<ParamEntry> list)
    {
        var from = nodes.Count;
        for (var i = 0; i < list.Length;)
        {
            var type = list[i].Type;
            var namesFrom = nodes.Count;
            for (; i < list.Length && list[i].Type == type; i++)
            {
                nodes.Push(list[i].Name!);
            }

            nodes.Push(new Field(null, nodes.Take<Ident>(namesFrom), type, null, null));
        }

        return nodes.Take<Field>(from);
    }
}
