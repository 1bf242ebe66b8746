using System.Text;

namespace Unpark.Flow.Tests;

/// <summary>
/// Writes random Go functions that use every statement that steers control. Each step calls <c>t(n)</c> and each condition
/// <c>c(n)</c>, which print what happens and decide how to go on.
/// </summary>
public sealed class RandomFunction
{
    private readonly Random random;
    private readonly StringBuilder text = new();
    private readonly List<(string? Label, bool IsLoop)> targets = [];
    private int next;
    private int labels;

    private RandomFunction(int seed)
    {
        random = new Random(seed);
    }

    public static string Write(string name, int seed)
    {
        var function = new RandomFunction(seed);
        function.text.Append($"func {name}() {{\n");
        if (function.random.Next(3) == 0)
        {
            function.text.Append("\tdefer func() {\n\t\trecover()\n\t}()\n");
        }

        function.List(1, 4);
        function.text.Append("}\n");
        return function.text.ToString();
    }

    private void Line(int depth, string line) => text.Append('\t', depth).Append(line).Append('\n');

    private string Step() => $"t({next++})";

    private string Condition(int depth = 0) => depth > 2 ? $"c({next++})" : random.Next(6) switch
    {
        0 => $"{Condition(depth + 1)} && {Condition(depth + 1)}",
        1 => $"({Condition(depth + 1)} || {Condition(depth + 1)})",
        2 => $"!({Condition(depth + 1)})",
        _ => $"c({next++})",
    };

    private void List(int depth, int most)
    {
        for (var count = random.Next(1, most + 1); count > 0; count--)
        {
            Statement(depth);
        }
    }

    private void Statement(int depth)
    {
        if (depth > 5)
        {
            Line(depth, Step());
            return;
        }

        switch (random.Next(16))
        {
            case 0 or 1:
                Line(depth, $"if {Condition()} {{");
                List(depth + 1, 3);
                if (random.Next(2) == 0)
                {
                    Line(depth, "} else {");
                    List(depth + 1, 3);
                }

                Line(depth, "}");
                break;
            case 2 or 3:
                Loop(depth, random.Next(4) switch
                {
                    0 => "for {",
                    1 => $"for {Condition()} {{",
                    2 => $"for i := 0; {Condition()}; {Step()} {{\n{new string('\t', depth + 1)}_ = i",
                    _ => "for range 2 {",
                });
                break;
            case 4:
                Switch(depth, "switch {", () => Condition());
                break;
            case 5:
                Switch(depth, $"switch v({next++}) {{", () => $"v({next++})");
                break;
            case 6:
                Select(depth);
                break;
            case 7 when targets.Count > 0:
                // Behind a condition, so that something can follow.
                Line(depth, $"if {Condition()} {{");
                var (label, isLoop) = targets[random.Next(targets.Count)];
                var word = isLoop && random.Next(2) == 0 ? "continue" : "break";
                Line(depth + 1, label != null ? $"{word} {label}" : Step());
                Line(depth, "}");
                break;
            case 8:
                Line(depth, $"if {Condition()} {{");
                Line(depth + 1, random.Next(3) == 0 ? $"panic({next++})" : "return");
                Line(depth, "}");
                break;
            case 9:
                var name = $"L{labels++}";
                Line(depth, $"{name}:");
                Line(depth, Step());
                Line(depth, $"if c({next++}) {{");
                Line(depth + 1, $"goto {name}");
                Line(depth, "}");
                break;
            case 10:
                Line(depth, "{");
                List(depth + 1, 2);
                Line(depth, "}");
                break;
            default:
                Line(depth, Step());
                break;
        }
    }

    private void Loop(int depth, string header)
    {
        var label = $"L{labels++}";
        Line(depth, label + ":");
        Line(depth, header);
        targets.Add((label, true));
        List(depth + 1, 3);
        Line(depth + 1, $"if c({next++}) {{");
        Line(depth + 2, random.Next(2) == 0 ? $"break {label}" : $"continue {label}");
        Line(depth + 1, "}");
        targets.RemoveAt(targets.Count - 1);
        Line(depth, "}");
    }

    private void Switch(int depth, string header, Func<string> value)
    {
        Line(depth, header);
        var clauses = random.Next(1, 4);
        var @default = random.Next(clauses * 2);
        for (var i = 0; i < clauses; i++)
        {
            Line(depth, i == @default ? "default:" : $"case {value()}, {value()}:");
            List(depth + 1, 2);
            if (i + 1 < clauses && random.Next(3) == 0)
            {
                Line(depth + 1, "fallthrough");
            }
            else if (random.Next(4) == 0)
            {
                Line(depth + 1, $"if c({next++}) {{");
                Line(depth + 2, "break");
                Line(depth + 1, "}");
            }
        }

        Line(depth, "}");
    }

    private void Select(int depth)
    {
        Line(depth, "select {");
        Line(depth, "case <-ready:");
        List(depth + 1, 2);
        Line(depth, "case <-ready:");
        Line(depth + 1, Step());
        if (random.Next(2) == 0)
        {
            Line(depth, "default:");
            Line(depth + 1, Step());
        }

        Line(depth, "}");
    }
}
