using System.Collections.Immutable;

namespace Unpark.Go.Syntax;

/// <summary>Comments with no other tokens and no empty lines between them.</summary>
public sealed class CommentGroup
{
    internal CommentGroup(ImmutableArray<Comment> list)
    {
        List = list;
    }

    /// <summary>The comments, one or more.</summary>
    public ImmutableArray<Comment> List { get; }

    /// <summary>The offset of the first comment.</summary>
    public int Pos => List[0].Pos;

    /// <summary>The offset behind the last comment.</summary>
    public int End => List[^1].End;
}
