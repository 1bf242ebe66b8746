using System.Collections.Immutable;
using Unpark.Go.Syntax;
using Unpark.Kernels.Editing;

namespace Unpark.Kernels;

/// <summary>A program that Go tests its own leak profile with: a function without parameters that leaks goroutines.</summary>
public sealed class Kernel
{
    private readonly Twin? twin;

    internal Kernel(string name, KernelSuite suite, bool isFlaky, ImmutableArray<ExpectedLeak> leaks, KernelFile file, Twin? twin)
    {
        Name = name;
        Suite = suite;
        IsFlaky = isFlaky;
        ExpectedLeaks = leaks;
        File = file;
        this.twin = twin;
    }

    /// <summary>The name of its test, which is that of its function: <c>Cockroach10214</c>.</summary>
    public string Name { get; }

    /// <summary>Where it comes from.</summary>
    public KernelSuite Suite { get; }

    /// <summary>True if Go's test does not insist that the leaks show in a run.</summary>
    public bool IsFlaky { get; }

    /// <summary>The goroutines that may leak, all of them; none for programs that show that something is no leak.</summary>
    public ImmutableArray<ExpectedLeak> ExpectedLeaks { get; }

    /// <summary>The file that has it: alone if it is of <see cref="KernelSuite.GoKer"/>, with others of its suite otherwise.</summary>
    public KernelFile File { get; }

    /// <summary>The text of <see cref="File"/>.</summary>
    public string Source => File.Source;

    /// <summary>True if there is a fixed twin; every kernel that leaks is to have one.</summary>
    public bool HasTwin => twin is not null;

    /// <summary>
    /// The text of <see cref="File"/> with this kernel mended: the same program after the edits of <c>Twins/NAME.edit</c>, in
    /// which no goroutine blocks for ever whatever the schedule.
    /// </summary>
    /// <exception cref="KernelException">There is no twin, or Go's file is another one than the edits are for.</exception>
    public string FixedSource() => twin is null
        ? throw new KernelException($"{Name} has no fixed twin")
        : twin.Apply(File.Tree).ToString();

    internal void Mend(EditedText text) => twin?.Apply(text);
}
