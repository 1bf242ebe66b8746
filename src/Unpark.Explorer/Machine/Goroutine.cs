using Unpark.Flow;

namespace Unpark.Explorer;

/// <summary>A goroutine. One that another state made is copied before it is changed.</summary>
internal sealed class Goroutine(long owner, int number, Goroutine? creator, SsaInstruction? createdAt)
{
    private readonly int? creatorNumber = creator?.Number;

    public long Owner { get; } = owner;

    /// <summary>From 0, the first one, in the order in which they were started.</summary>
    public int Number { get; } = number;

    /// <summary>The number of the goroutine that started it; null for the first one.</summary>
    public int? CreatorNumber { get => creatorNumber; private init => creatorNumber = value; }

    /// <summary>Where it was started; null for the first one.</summary>
    public SsaInstruction? CreatedAt { get; } = createdAt;

    /// <summary>The innermost place outside of models that led to its start; null for the first one.</summary>
    public SsaInstruction? StartedFor { get; init; }

    /// <summary>The call it is in; null once it has ended.</summary>
    public Frame? Top { get; set; }

    /// <summary>What it does next; null while it runs, and when it has ended.</summary>
    public Operation? Next { get; set; }

    /// <summary>The sync.Cond in whose list it is; nil if it is in none.</summary>
    public Value Cond { get; set; }

    /// <summary>True once it was woken from that list.</summary>
    public bool IsNotified { get; set; }

    public bool IsEnded => Top == null;

    public Goroutine Copy(long owner) => new(owner, Number, null, CreatedAt)
    {
        CreatorNumber = CreatorNumber,
        StartedFor = StartedFor,
        Top = Top,
        Next = Next,
        Cond = Cond,
        IsNotified = IsNotified,
    };
}
