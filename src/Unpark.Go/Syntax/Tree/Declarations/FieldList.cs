using System.Collections.Immutable;

namespace Unpark.Go.Syntax;

/// <summary>A list of fields, parameters, results or type parameters.</summary>
/// <remarks>Positions are byte offsets into the file.</remarks>
public sealed class FieldList : Node
{
    internal FieldList(int opening, ImmutableArray<Field> list, int closing)
    {
        Opening = opening;
        List = list;
        Closing = closing;
    }

    /// <inheritdoc/>
    public override NodeKind Kind => NodeKind.FieldList;

    /// <summary>Offset of the opening parenthesis, brace or bracket, or <see cref="Node.NoPos"/>.</summary>
    public int Opening { get; }

    /// <summary>The fields.</summary>
    public ImmutableArray<Field> List { get; }

    /// <summary>Offset of the closing one, or <see cref="Node.NoPos"/>.</summary>
    public int Closing { get; }

    /// <inheritdoc/>
    public override int Pos => Opening != NoPos || List.IsEmpty ? Opening : base.Pos;

    private protected override Node? First => Opening != NoPos || List.IsEmpty ? null : List[0];

    /// <inheritdoc/>
    public override int End => Last is not null ? base.End : Closing != NoPos ? Closing + 1 : NoPos;

    private protected override Node? Last => Closing != NoPos || List.IsEmpty ? null : List[^1];

    /// <summary>How many fields or parameters there are: unnamed ones count as one. O(n).</summary>
    public int NumFields
    {
        get
        {
            var count = 0;
            foreach (var entry in List)
            {
                count += Math.Max(1, entry.Names.Length);
            }

            return count;
        }
    }

    /// <inheritdoc/>
    public override void Accept(SyntaxVisitor visitor) => visitor.VisitFieldList(this);
}
