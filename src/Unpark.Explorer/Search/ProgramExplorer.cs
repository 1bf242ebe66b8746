using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Build;

namespace Unpark.Explorer;

/// <summary>
/// Explores functions of a program over all schedules of the goroutines they start: docs/explorer.md has the semantics and
/// what they leave out. Not safe to use from several threads; several explorers are.
/// </summary>
public sealed class ProgramExplorer
{
    private readonly CodeLibrary library;
    private readonly Dictionary<(FlowPackage, int), Preparation> preparations = [];

    /// <summary>An explorer of packages.</summary>
    /// <param name="program">The program, where what is imported is found.</param>
    /// <param name="packages">The packages that are explored, with the bodies of their functions checked.</param>
    public ProgramExplorer(GoProgram program, params IEnumerable<FlowPackage> packages)
        : this(new ExplorerSources(program), packages)
    {
    }

    /// <summary>An explorer of packages.</summary>
    /// <param name="sources">The sources of what is imported, which explorers share.</param>
    /// <param name="packages">The packages that are explored, with the bodies of their functions checked.</param>
    public ProgramExplorer(ExplorerSources sources, params IEnumerable<FlowPackage> packages)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(packages);
        library = new CodeLibrary(sources, packages);
    }

    /// <summary>
    /// Calls a function and looks at all schedules of the goroutines that this starts, until all have ended or block for ever.
    /// What it is called with is not known. O(states * (goroutines + objects of a state)).
    /// </summary>
    /// <param name="function">A function of one of the packages.</param>
    /// <param name="options">The limits.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public ExplorationResult Explore(FlowFunction function, ExplorationOptions? options = null, CancellationToken cancellation = default) =>
        Explore(new ExplorationRoot(function), options, cancellation);

    /// <summary>
    /// Begins with a function and looks at all schedules of the goroutines that this starts, until all have ended or block for
    /// ever. What it is called with is not known, unless it is a test. O(states * (goroutines + objects of a state)).
    /// </summary>
    /// <param name="root">The function.</param>
    /// <param name="options">The limits.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public ExplorationResult Explore(ExplorationRoot root, ExplorationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(root);
        options ??= new ExplorationOptions();
        var triesLocks = library.UsesTryLock;
        var result = Run(root, options, cancellation);

        // Giving a lock back is a step that others can see where someone tries locks; who does is met on the way only.
        return library.UsesTryLock == triesLocks ? result : Run(root, options, cancellation);
    }

    private ExplorationResult Run(ExplorationRoot root, ExplorationOptions options, CancellationToken cancellation)
    {
        var preparation = Prepared(root.Function.Package, options.MaxInstructions);
        return Prepare(preparation, () =>
        {
            var interpreter = new Interpreter(library, options.MaxInstructions);
            var state = Begin(interpreter, root, preparation);
            return new StateSearch(interpreter, preparation.Objects, options).Run(state, cancellation);
        });
    }

    /// <summary>Executes one schedule. O(steps * (goroutines + objects)).</summary>
    /// <param name="root">The function that the schedule begins with.</param>
    /// <param name="schedule">Which step is taken in each state.</param>
    /// <param name="options">The limits.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="TraceMismatchException">A step is not possible: the schedule is of other code.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public Trace Replay(ExplorationRoot root, ImmutableArray<ScheduleChoice> schedule, ExplorationOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(root);
        options ??= new ExplorationOptions();
        var preparation = Prepared(root.Function.Package, options.MaxInstructions);
        return Prepare(preparation, () =>
        {
            var recorder = new TraceRecorder(library, root, options);
            var state = Begin(recorder.Interpreter, root, preparation);
            return recorder.Run(state, preparation.Objects, schedule, cancellation);
        });
    }

    // The initialization of packages is the same for all that is explored of one, with those that were met on the way.
    private Preparation Prepared(FlowPackage package, int maxInstructions)
    {
        var key = (package, maxInstructions);
        if (!preparations.TryGetValue(key, out var found))
        {
            found = new Preparation(library, package.Package.Package.Path, maxInstructions);
            preparations.Add(key, found);
        }

        return found;
    }

    // Which packages it uses variables of is seen when it does; they are initialized then, and it begins anew.
    private static T Prepare<T>(Preparation preparation, Func<T> explore)
    {
        while (true)
        {
            try
            {
                return explore();
            }
            catch (UninitializedPackageException e)
            {
                preparation.Add(e.Path);
            }
        }
    }

    private MachineState Begin(Interpreter interpreter, ExplorationRoot root, Preparation preparation)
    {
        var function = root.Function;
        var state = preparation.State.Clone();
        state.Heap.Meter = new MemoryMeter();
        if (root.Use is { } use)
        {
            Limit(null);
            new TypeUseStart(library, state, use).Start(interpreter);
            return state;
        }

        var code = library.CodeOf(function, [], default);
        Limit(library.Footprints.Of(code));
        if (root.IsTest && library.ModelOf("testing") is { } testing)
        {
            Value[] test = [Value.Of(function.Name), Value.OfObject(new CodeValue(code, []))];
            var run = testing.Functions.First(f => f.Name == (root.TestMain == null ? "runTest" : "runMain"));
            interpreter.Start(state, new CodeValue(library.CodeOf(run, [], default), []), root.TestMain is { } main
                ? [Value.OfObject(new CodeValue(library.CodeOf(main, [], default), [])), .. test] : test);
            return state;
        }

        var arguments = new Value[code.ParameterCount];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = Value.OfObject(new UnknownValue("argument", state.NextUnknown++));
        }

        interpreter.Start(state, new CodeValue(code, []), arguments);
        return state;

        void Limit(GlobalFootprint? footprint)
        {
            foreach (var limit in preparation.LimitsFor(footprint))
            {
                interpreter.Unsupported.TryAdd(limit, 1);
            }
        }
    }
}
