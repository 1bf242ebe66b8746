using System.Collections.Immutable;

namespace Unpark.Cli.Checking;

/// <summary>Several modules, each checked as a program of its own, and what is said of them together.</summary>
internal sealed class CheckedModules : ICheckedProgram
{
    private readonly ImmutableArray<ICheckedProgram> modules;

    /// <summary>Makes one of the modules.</summary>
    /// <param name="modules">At least one.</param>
    public CheckedModules(ImmutableArray<ICheckedProgram> modules)
    {
        this.modules = modules;
        Result = CheckResult.Merge([.. modules.Select(m => m.Result)]);
    }

    /// <inheritdoc/>
    public CheckResult Result { get; }

    /// <inheritdoc/>
    public ICheckedProgram With(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, CancellationToken cancellation)
        => new CheckedModules([.. modules.Select(m => m.With(files, cancellation))]);

    /// <inheritdoc/>
    public ImmutableArray<string> ErrorsAround(string path) => [.. modules.SelectMany(m => m.ErrorsAround(path))];
}
