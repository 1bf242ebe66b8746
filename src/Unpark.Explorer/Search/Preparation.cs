
namespace Unpark.Explorer;

/// <summary>What an exploration begins with: packages that are initialized, in order of need.</summary>
internal sealed class Preparation
{
    private readonly CodeLibrary library;
    private readonly int maxInstructions;
    private readonly List<(string Path, string What)> limits = [];

    /// <summary>Initializes a package.</summary>
    /// <param name="library">The packages.</param>
    /// <param name="path">The import path of the package.</param>
    /// <param name="maxInstructions">The limit of <see cref="ExplorationOptions"/>.</param>
    public Preparation(CodeLibrary library, string path, int maxInstructions)
    {
        (this.library, this.maxInstructions) = (library, maxInstructions);
        State = new MachineState();
        Objects = new PackageObjects(State, library);
        Add(path);
    }

    /// <summary>The state afterwards; copies of it are changed.</summary>
    public MachineState State { get; private set; }

    /// <summary>What variables of packages lead to in it.</summary>
    public PackageObjects Objects { get; private set; }

    /// <summary>What could not be executed of packages whose code may be run.</summary>
    /// <param name="footprint">What the code may use; null if that is not known.</param>
    public IEnumerable<string> LimitsFor(GlobalFootprint? footprint) => limits
        .Where(l => footprint == null || library.NumberOfOther(l.Path) is not { } number || Array.BinarySearch(footprint.Others, number) >= 0)
        .Select(l => l.What);

    /// <summary>Initializes a package besides.</summary>
    /// <param name="path">Its import path.</param>
    public void Add(string path)
    {
        var interpreter = new Interpreter(library, maxInstructions);
        var state = State.Clone();
        interpreter.Prepare(state, path);
        state.Freeze();
        limits.AddRange(interpreter.Unsupported.Keys.Select(what => (path, what)));
        State = state;
        Objects = new PackageObjects(state, library);
    }
}
