using System.Text;
using Unpark.Flow;
using Unpark.Go.Build;

namespace Unpark.Explorer;

/// <summary>
/// Runs a program from its initialization to its end on one schedule, the same each time: goroutines take turns, a step that
/// others can see each. What the interpreter does is then what the language says, and can be compared with what Go does.
/// </summary>
public sealed class ProgramRunner
{
    private readonly GoProgram program;
    private readonly FlowPackage main;

    /// <summary>A runner of a program.</summary>
    /// <param name="program">The program, where what is imported is found.</param>
    /// <param name="main">Its package main, with the bodies of its functions checked.</param>
    public ProgramRunner(GoProgram program, FlowPackage main)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(main);
        this.program = program;
        this.main = main;
    }

    /// <summary>Runs the program.</summary>
    /// <param name="options">The arguments and limits.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public RunResult Run(RunOptions? options = null, CancellationToken cancellation = default)
    {
        var run = new StraightRun(options ?? new RunOptions());
        var library = new CodeLibrary(new ExplorerSources(program), [main], executesAll: true);
        var machine = new Interpreter(library, StraightRun.Slice) { Output = run.Output, Straight = run };
        var state = new MachineState();
        // One run has one state: there is room for more, and garbage counts too.
        state.Heap.MaxCells = long.MaxValue;
        if (main.Functions.FirstOrDefault(f => f.Object is { Name: "main", IsMethod: false }) is not { } entry)
        {
            return new RunResult(1, default, default, "there is no function main", 0);
        }

        try
        {
            foreach (var package in InitializationOrder(library))
            {
                state.Initialized = state.Initialized.Add(package.Package.Package.Path);
                machine.RunToEnd(state, library.InitializationOf(package), cancellation);
                foreach (var function in package.Functions)
                {
                    if (function.Object is { Name: "init", IsMethod: false })
                    {
                        machine.RunToEnd(state, library.CodeOf(function, [], default), cancellation);
                    }
                }
            }

            machine.RunToEnd(state, library.CodeOf(entry, [], default), cancellation);
        }
        catch (UnsupportedGoException e)
        {
            run.Unsupported ??= e.Message;
        }

        if (state.End?.Panic is { } panic)
        {
            run.Errors.Write(Encoding.UTF8.GetBytes(panic));
            run.Errors.WriteByte((byte)'\n');
        }

        return new RunResult(state.End?.ExitCode ?? 0, run.Output.ToArray(), run.Errors.ToArray(), run.Unsupported, run.Instructions);
    }

    // Go specification, "Program initialization": the first package by import path all of whose imports are initialized comes
    // next. Those of the standard library are initialized when they are first used, which makes no difference to a program.
    private List<FlowPackage> InitializationOrder(CodeLibrary library)
    {
        var found = new SortedDictionary<string, (FlowPackage Package, List<string> Imports)>(StringComparer.Ordinal);
        Visit(main);
        var order = new List<FlowPackage>();
        while (found.Count > 0)
        {
            var (path, next) = found.First(p => !p.Value.Imports.Exists(found.ContainsKey));
            order.Add(next.Package);
            found.Remove(path);
        }

        return order;

        void Visit(FlowPackage package)
        {
            var imports = new List<string>();
            if (!found.TryAdd(package.Package.Package.Path, (package, imports)))
            {
                return;
            }

            foreach (var import in package.Package.Files.SelectMany(f => f.Tree.Root.Imports))
            {
                var path = import.Path.Value.Trim('"', '`');
                if (!ExecutedPackages.IsOfStandardLibrary(program, path) && library.PackageOf(path) is { } imported)
                {
                    imports.Add(path);
                    Visit(imported);
                }
            }
        }
    }
}
