using System.Collections.Immutable;

namespace Unpark.Explorer.Judge;

/// <summary>A small concurrent program: a function without parameters, as a tree.</summary>
/// <param name="Number">What tells it from others: its function is <c>P</c> and the number.</param>
/// <param name="Resources">What its goroutines share.</param>
/// <param name="Body">What the function does.</param>
public sealed record GeneratedProgram(int Number, ImmutableArray<Resource> Resources, ImmutableArray<Statement> Body)
{
    private const int MostGoroutines = 6;

    public string Name => $"P{Number}";

    public string FileName => $"p{Number}.go";

    public IEnumerable<Statement> All => Body.SelectMany(s => s.All);

    /// <summary>True if deferred calls must recover at the ends of goroutines, so that a panic does not end the process.</summary>
    public bool MayPanic => All.Any(s => s.Kind is StatementKind.Close or StatementKind.Panic
        || (s.Kind == StatementKind.CallOnce && Resources[s.Resource].Size is 1 or 3));

    /// <summary>True if giving a lock back is a step that others can see.</summary>
    public bool TriesLocks => All.Any(s => s.Kind == StatementKind.TryLock);

    /// <summary>
    /// True if it has no data race, and no more goroutines than are few: nobody adds to a group once someone may wait for it.
    /// </summary>
    public bool IsValid
    {
        get
        {
            var waited = new HashSet<int>();
            var goroutines = 1;
            return Check(Body, false, false, 1, waited, ref goroutines) && goroutines is >= 2 and <= MostGoroutines;
        }
    }

    /// <summary>The resources that are used, their parents with them.</summary>
    public IReadOnlySet<int> Used
    {
        get
        {
            var used = All.Select(s => s.Resource).Where(r => r >= 0).ToHashSet();
            for (var i = Resources.Length - 1; i >= 0; i--)
            {
                if (used.Contains(i) && Resources[i].Parent >= 0)
                {
                    used.Add(Resources[i].Parent);
                }
            }

            return used;
        }
    }

    private static bool Check(ImmutableArray<Statement> block, bool apart, bool looped, int times, HashSet<int> waited, ref int goroutines)
    {
        foreach (var statement in block)
        {
            switch (statement.Kind)
            {
                case StatementKind.GroupGo when apart || waited.Contains(statement.Resource):
                case StatementKind.Wait or StatementKind.DeferWait when looped:
                    return false;
                // What is deferred in the first function comes after all that it adds.
                case StatementKind.DeferWait when apart:
                case StatementKind.Wait:
                    waited.Add(statement.Resource);
                    break;
            }

            goroutines += !statement.Starts ? 0 : statement is { Kind: StatementKind.Alarm, Number: > 0 } ? 2 * times : times;
            var isLoop = statement.Kind is StatementKind.Loop or StatementKind.Range or StatementKind.Serve or StatementKind.LastKey;
            var isApart = apart || statement.Starts || statement.Kind is StatementKind.Once or StatementKind.Defer;
            var rounds = isLoop ? times * (statement.Kind is StatementKind.Loop or StatementKind.LastKey ? statement.Number : 3) : times;
            foreach (var inner in statement.Blocks)
            {
                if (!Check(inner, isApart, looped || isLoop, rounds, waited, ref goroutines))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
