namespace Unpark.Go.Syntax;

/// <summary>An entry of a parameter list before it is known whether a lone name is a parameter's or a type's.</summary>
internal struct ParamEntry
{
    public Ident? Name;
    public Expr? Type;
}
