using System.Collections.Immutable;

namespace Unpark.Explorer.Judge;

/// <summary>A statement of a generated program.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Resource">The index of what it does it to; -1 if there is none.</param>
/// <param name="Number">A number or form, see <see cref="StatementKind"/>.</param>
/// <param name="Blocks">The statements within it.</param>
public sealed record Statement(StatementKind Kind, int Resource, int Number, ImmutableArray<ImmutableArray<Statement>> Blocks)
{
    public Statement(StatementKind kind, int resource = -1, int number = 0)
        : this(kind, resource, number, [])
    {
    }

    /// <summary>This statement and all within it.</summary>
    public IEnumerable<Statement> All => Blocks.SelectMany(b => b).SelectMany(s => s.All).Prepend(this);

    /// <summary>True if its first block runs on a goroutine of its own.</summary>
    public bool Starts => Kind is StatementKind.Go or StatementKind.GroupGo or StatementKind.AfterEnd or StatementKind.AfterTime
        or StatementKind.Alarm;

    /// <summary>True of a case of a select.</summary>
    public bool IsCase => Kind is StatementKind.CaseSend or StatementKind.CaseReceive or StatementKind.CaseDone
        or StatementKind.CaseAfter or StatementKind.CaseTimer or StatementKind.CaseTicker or StatementKind.CaseDefault;
}
