using System.Collections.Immutable;

namespace Unpark.Explorer.Judge;

/// <summary>Changes of generated programs: those that programmers make by mistake, and those that make a program smaller.</summary>
public static class Mutations
{
    private const int VariableForms = 6;

    /// <summary>A program with one change.</summary>
    public static GeneratedProgram One(GeneratedProgram program, Draws draws)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(draws);
        var count = program.All.Count();
        if (count == 0)
        {
            return program;
        }

        switch (draws.Below(6))
        {
            case 0 or 1:
                return Edit(program, draws.Below(count), _ => []);
            case 2:
                return Swap(program, draws);
            case 3:
                return Edit(program, draws.Below(count), s => s.IsCase || s.Starts ? [s] : [s, s]);
            case 4:
                var at = draws.Below(program.Resources.Length == 0 ? 1 : program.Resources.Length);
                return program.Resources.Length == 0 ? program : program with { Resources = program.Resources.SetItem(at, Other(program.Resources[at], draws)) };
            default:
                return Edit(program, draws.Below(count), s => [s with { Number = OtherForm(s, draws) }]);
        }
    }

    /// <summary>Programs that are one step smaller.</summary>
    public static IEnumerable<GeneratedProgram> Smaller(GeneratedProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        var statements = program.All.ToArray();
        for (var i = 0; i < statements.Length; i++)
        {
            yield return Edit(program, i, _ => []);
        }

        for (var i = 0; i < statements.Length; i++)
        {
            var statement = statements[i];
            if (!statement.Blocks.IsEmpty && !statement.IsCase && statement.Kind is not (StatementKind.Select or StatementKind.Serve))
            {
                yield return Edit(program, i, s => [.. s.Blocks.SelectMany(b => b)]);
            }

            if (statement.Number > (statement.Kind is StatementKind.LastKey or StatementKind.SendKeys ? 1 : 0))
            {
                yield return Edit(program, i, s => [s with { Number = s.Kind is StatementKind.Loop or StatementKind.LastKey or StatementKind.SendKeys ? s.Number - 1 : 0 }]);
            }
        }

        for (var i = 0; i < program.Resources.Length; i++)
        {
            var resource = program.Resources[i];
            if (resource.Parent >= 0 && resource.Kind == ResourceKind.Context)
            {
                yield return program with { Resources = program.Resources.SetItem(i, resource with { Parent = -1 }) };
            }

            if (resource.IsGlobal)
            {
                yield return program with { Resources = program.Resources.SetItem(i, resource with { IsGlobal = false }) };
            }

            if (resource.IsCancelled || (resource.Size > 0 && resource.Kind != ResourceKind.OnceFunction))
            {
                yield return program with { Resources = program.Resources.SetItem(i, resource with { IsCancelled = false, Size = 0 }) };
            }
        }
    }

    private static Resource Other(Resource resource, Draws draws) => resource.Kind switch
    {
        ResourceKind.Channel => resource with { Size = draws.One([0, 0, 1, 2, -1]) },
        ResourceKind.Group => resource with { Size = draws.Below(2) },
        ResourceKind.Context => resource with { Size = draws.Below(2), IsCancelled = draws.Percent(50) },
        ResourceKind.Variable => resource with { Size = draws.Below(VariableForms) },
        ResourceKind.OnceFunction => resource with { Size = draws.Below(4) },
        _ when resource.CanBeGlobal => resource with { IsGlobal = !resource.IsGlobal },
        _ => resource,
    };

    private static int OtherForm(Statement statement, Draws draws) => statement.Kind switch
    {
        StatementKind.Lock or StatementKind.WriteLock or StatementKind.ReadLock => draws.Below(3),
        StatementKind.Go or StatementKind.GroupGo or StatementKind.Call => draws.Below(3),
        StatementKind.Await or StatementKind.Raise => draws.Below(3),
        StatementKind.Receive or StatementKind.Ask => draws.Below(2),
        StatementKind.Loop => 1 + draws.Below(3),
        StatementKind.Alarm => draws.Below(3),
        StatementKind.Set or StatementKind.IfSet or StatementKind.IfStored or StatementKind.Replace or StatementKind.AddIf => 1 + draws.Below(2),
        _ => statement.Number,
    };

    // Exchanges two statements that follow one another.
    private static GeneratedProgram Swap(GeneratedProgram program, Draws draws)
    {
        var pairs = new List<(Statement, Statement)>();
        Collect(program.Body);
        if (pairs.Count == 0)
        {
            return program;
        }

        var (first, second) = draws.One(pairs);
        return program with { Body = Exchange(program.Body) };

        void Collect(ImmutableArray<Statement> block)
        {
            for (var i = 0; i < block.Length; i++)
            {
                if (i > 0)
                {
                    pairs.Add((block[i - 1], block[i]));
                }

                foreach (var inner in block[i].Blocks)
                {
                    Collect(inner);
                }
            }
        }

        ImmutableArray<Statement> Exchange(ImmutableArray<Statement> block)
        {
            for (var i = 1; i < block.Length; i++)
            {
                if (ReferenceEquals(block[i - 1], first) && ReferenceEquals(block[i], second))
                {
                    return block.SetItem(i - 1, second).SetItem(i, first);
                }
            }

            return [.. block.Select(s => s with { Blocks = [.. s.Blocks.Select(Exchange)] })];
        }
    }

    // Puts other statements in the place of one, that with a number in the order of GeneratedProgram.All.
    private static GeneratedProgram Edit(GeneratedProgram program, int number, Func<Statement, ImmutableArray<Statement>> change)
    {
        var next = 0;
        return program with { Body = Within(program.Body) };

        ImmutableArray<Statement> Within(ImmutableArray<Statement> block)
        {
            var result = ImmutableArray.CreateBuilder<Statement>();
            foreach (var statement in block)
            {
                if (next++ == number)
                {
                    next += statement.All.Count() - 1;
                    result.AddRange(change(statement));
                }
                else
                {
                    result.Add(statement with { Blocks = [.. statement.Blocks.Select(Within)] });
                }
            }

            return result.ToImmutable();
        }
    }
}
