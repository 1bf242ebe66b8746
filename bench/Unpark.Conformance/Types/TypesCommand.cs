using System.Globalization;
using System.Text;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Conformance.Types;

/// <summary>Compares our type checks with go/types', and keeps the scoreboard docs/conformance/types.txt.</summary>
internal static class TypesCommand
{
    private const string Scoreboard = "docs/conformance/types.txt";

    private const string Heading =
        "group           packages  in error  expressions        equal  different  unknown  other facts  different    renamed";

    public static int Run(string[] args)
    {
        var names = new List<string>();
        var patterns = new List<string>();
        var options = new List<string>();
        var update = false;
        var inCorpus = false;
        var toShow = 30;
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--group":
                    names.Add(args[++i]);
                    break;
                case "--update":
                    update = true;
                    break;
                case "--show":
                    toShow = int.Parse(args[++i], CultureInfo.InvariantCulture);
                    break;
                case "--corpus":
                    inCorpus = true;
                    break;
                case "--deps":
                    options.Add("-deps");
                    break;
                case "--":
                    patterns.AddRange(args[(i + 1)..]);
                    i = args.Length;
                    break;
                default:
                    Console.Error.WriteLine($"what is {args[i]}?");
                    return 2;
            }
        }

        options.Add("-tests");
        var groups = patterns.Count > 0 ? [new TypesGroup("packages", [.. patterns], inCorpus)]
            : TypesGroup.All.Where(group => names.Count == 0 || names.Contains(group.Name)).ToList();
        var repository = TypesOracle.FindRepository();
        var lines = new SortedDictionary<int, string>();
        var perfect = true;
        using var oracle = new TypesOracle(repository);
        Console.WriteLine(Heading);
        foreach (var group in groups)
        {
            var run = oracle.Run(group, options, Console.Out, toShow);
            var line = Line(group.Name, run.Tally);
            Console.WriteLine($"{line}   {run.CheckTime.TotalSeconds:F1} s");
            lines[IndexOf(group)] = line;
            perfect &= run.Tally.IsPerfect;
        }

        if (update)
        {
            Update(Path.Combine(repository, Scoreboard), lines);
        }

        return perfect ? 0 : 1;
    }

    private static int IndexOf(TypesGroup group)
    {
        for (var i = 0; i < TypesGroup.All.Count; i++)
        {
            if (TypesGroup.All[i].Name == group.Name)
            {
                return i;
            }
        }

        return -1;
    }

    private static string Line(string name, TypesTally t) => string.Create(CultureInfo.InvariantCulture,
        $"{name,-14}{t.Packages,10}{t.WithErrors,10}{t.Expressions,13}{t.EqualExpressions,13}{t.DifferentExpressions,11}{t.UnknownExpressions,9}{t.Others,13}{t.DifferentOthers + t.Failures,11}{t.Renamed,11}");

    // Groups that were not run keep their lines.
    private static void Update(string path, SortedDictionary<int, string> lines)
    {
        if (File.Exists(path))
        {
            foreach (var line in File.ReadAllLines(path).SkipWhile(line => line != Heading).Skip(1))
            {
                var name = line.Split(' ')[0];
                lines.TryAdd(IndexOf(new TypesGroup(name, [], false)), line);
            }
        }

        var text = new StringBuilder();
        text.AppendLine("What our type checker says of packages, compared with go/types' Info, tests included.");
        text.AppendLine("Made by: dotnet run -c Release --project bench/Unpark.Conformance -- types --update");
        text.AppendLine("Packages in error are those that go/types cannot check either; what it knows there is compared.");
        text.AppendLine("Renamed facts are equal but for names of parameters in types that are type arguments: of identical");
        text.AppendLine("instances go/types keeps the one it happens to meet first, we keep what the source has.");
        text.AppendLine();
        text.AppendLine(Heading);
        foreach (var (index, line) in lines)
        {
            if (index >= 0)
            {
                text.AppendLine(line);
            }
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text.ToString());
    }
}
