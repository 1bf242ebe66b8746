using System.Text;

namespace Unpark.GoTest;

/// <summary>
/// Prints what the go command would print, though it was asked for JSON: packages in the order in which they began, the
/// output of those that pass only if it was asked for (cmd/go/internal/test/test.go, runTestActor and printExitStatus).
/// </summary>
/// <param name="arguments">The arguments of <c>go test</c>.</param>
/// <param name="isRepeated">Whether tests run several times, so that what is to be shown is known at the end only.</param>
/// <param name="output">Where standard output goes.</param>
/// <param name="errors">Where standard error goes.</param>
internal sealed class OutputWriter(GoTestArguments arguments, bool isRepeated, TextWriter output, TextWriter errors)
{
    private readonly Dictionary<string, PackageOutput> packages = new(StringComparer.Ordinal);
    private readonly List<PackageOutput> order = [];
    private int next;
    private bool hasFailed;

    /// <summary>The packages, in the order in which they began.</summary>
    public IReadOnlyList<PackageOutput> Packages => order;

    /// <summary>Takes a line of the go command's standard output.</summary>
    public void Line(string line)
    {
        if (TestEvent.Parse(line) is not { } read)
        {
            // Before Go 1.24 what is not built is told so.
            hasFailed |= line.StartsWith("FAIL\t", StringComparison.Ordinal);
            output.WriteLine(line);
            output.Flush();
            return;
        }

        if (read.Package is not { } name)
        {
            Build(line, read);
            return;
        }

        if (!packages.TryGetValue(name, out var package))
        {
            package = new PackageOutput(name);
            packages.Add(name, package);
            order.Add(package);
        }

        var isShown = read.Output is not { } text || package.Add(text);
        package.End = read.EndsPackage ? read.Action : package.End;
        if (arguments.IsJson)
        {
            if (isShown)
            {
                ShowEvent(package, line);
            }
        }
        else if (arguments.IsStreamed && !isRepeated)
        {
            Show(package);
        }
        else
        {
            ShowInOrder();
        }
    }

    /// <summary>Prints what is left when the go command has ended.</summary>
    public void End(int exitCode)
    {
        if (arguments.IsJson)
        {
            foreach (var line in order.SelectMany(p => isRepeated ? p.Events : []))
            {
                output.WriteLine(line);
            }

            output.Flush();
            return;
        }

        while (next < order.Count)
        {
            Show(order[next++]);
        }

        if (exitCode != 0 && (hasFailed || order.Count > 0) && !arguments.Packages.IsEmpty && !arguments.IsFuzzing)
        {
            output.WriteLine("FAIL");
        }

        output.Flush();
    }

    private void ShowEvent(PackageOutput package, string line)
    {
        if (isRepeated)
        {
            package.AddEvent(line);
            return;
        }

        output.WriteLine(line);
        output.Flush();
    }

    private void Build(string line, TestEvent read)
    {
        if (arguments.IsJson)
        {
            output.WriteLine(line);
            output.Flush();
        }
        else if (read.Output is { } text)
        {
            errors.Write(text);
            errors.Flush();
        }
    }

    private void ShowInOrder()
    {
        while (next < order.Count)
        {
            var package = order[next];
            if (package.End is null)
            {
                if (arguments.IsVerbose && !isRepeated)
                {
                    Show(package);
                }

                return;
            }

            next++;
            if (package.End == "pass" && !arguments.IsVerbose && !arguments.IsList)
            {
                output.Write(LastLine(package.Text));
            }
            else
            {
                Show(package);
            }
        }

        output.Flush();
    }

    private void Show(PackageOutput package)
    {
        output.Write(package.Text.AsSpan(package.Shown));
        package.Shown = package.Text.Length;
        output.Flush();
    }

    private static string LastLine(string text)
    {
        var end = text.TrimEnd('\n').LastIndexOf('\n');
        return text[(end + 1)..];
    }
}
