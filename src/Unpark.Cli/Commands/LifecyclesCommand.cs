using System.CommandLine;
using Unpark.Analysis.S4Libraries;
using Unpark.Cli.Checking;
using Unpark.Cli.Reporting;
using Unpark.Cli.Reporting.Json;
using Unpark.Cli.Terminals;

namespace Unpark.Cli.Commands;

/// <summary><c>unpark lifecycles</c>.</summary>
internal sealed class LifecyclesCommand : Command
{
    /// <summary>Makes the command.</summary>
    public LifecyclesCommand(Terminal terminal, Interrupt interrupt, string folder)
        : base("lifecycles", "Shows what packages give that has to be released, and how that is known.")
    {
        var packages = new Argument<string[]>("packages")
        {
            Description = "Package patterns as the go command has them",
            Arity = ArgumentArity.OneOrMore,
        };
        var change = new Option<string>("-C") { Description = "Change to this folder first", HelpName = "dir" };
        var goRoot = new GoRootOption();
        var format = new FormatOptions(this);
        Arguments.Add(packages);
        Options.Add(change);
        Options.Add(goRoot.Option);
        SetAction(result =>
        {
            terminal.UseColor(ColorChoice.Auto);
            var at = Path.GetFullPath(result.GetValue(change) ?? "", folder);
            var known = LifecycleListing.Of(at, result.GetRequiredValue(packages), goRoot.Read(result, folder), interrupt.Token);
            if (format.IsJson(result))
            {
                JsonOutput.Write(terminal, [.. known.SelectMany(p => Convert(p, new PathDisplay(at)))],
                    JsonOutput.Default.JsonLifecycleArray);
                return 0;
            }

            foreach (var package in known)
            {
                Write(terminal, package, new PathDisplay(at));
            }

            return 0;
        });
    }

    private static void Write(Terminal terminal, PackageLifecycleList package, PathDisplay paths)
    {
        terminal.Out.WriteLine(terminal.Paint(TextStyle.Strong, package.Path));
        if (package.Known.IsEmpty && package.Inferred.IsEmpty)
        {
            terminal.Out.WriteLine("  nothing is known, and nothing can be inferred");
            return;
        }

        foreach (var lifecycle in package.Known)
        {
            var releases = string.Join(", ", lifecycle.Releases.Select(r => r.Name.Length == 0 ? "call it" : r.Name));
            var name = lifecycle.IsByType ? "whatever gives " + lifecycle.Name : lifecycle.DisplayName;
            terminal.Out.WriteLine($"  {name}: {releases} (catalogue; {lifecycle.Consequence})");
        }

        foreach (var found in package.Inferred)
        {
            var condition = found.IsConditional ? ", under a condition" : "";
            terminal.Out.WriteLine($"  {found.Constructor.Name} gives {found.Result}: {found.Method.Name} (inferred)");
            terminal.Out.WriteLine($"    starts a goroutine{condition}: {Place(found.Goroutine, paths)}");
            terminal.Out.WriteLine($"    which ends at {found.ExitText}: {Place(found.Exit, paths)}");
            terminal.Out.WriteLine($"    once {found.Method.Name} comes to {found.ReleaseText}: {Place(found.Release, paths)}");
            if (found.Parameter != null)
            {
                terminal.Out.WriteLine($"    or by what is given as {found.Parameter}");
            }
        }
    }

    private static IEnumerable<JsonLifecycle> Convert(PackageLifecycleList package, PathDisplay paths)
    {
        foreach (var lifecycle in package.Known)
        {
            var name = lifecycle.Receiver == null ? lifecycle.Name : $"{lifecycle.Receiver}.{lifecycle.Name}";
            yield return new JsonLifecycle(package.Path, name, [.. lifecycle.Releases.Select(r => r.Name)], "catalogue",
                lifecycle.Consequence, null, null, null, null);
        }

        foreach (var found in package.Inferred)
        {
            yield return new JsonLifecycle(package.Path, found.Constructor.Name, [found.Method.Name], "inferred", null,
                Place(found.Goroutine, paths), $"{Place(found.Exit, paths)}: {found.ExitText}",
                $"{Place(found.Release, paths)}: {found.ReleaseText}", found.IsConditional);
        }
    }

    private static string Place(Unpark.Analysis.SourceSpan span, PathDisplay paths) =>
        $"{paths.Show(span.File.Path)}:{span.StartPosition.Line}";
}
