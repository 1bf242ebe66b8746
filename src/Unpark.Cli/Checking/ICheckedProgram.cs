using System.Collections.Immutable;

namespace Unpark.Cli.Checking;

/// <summary>A program as it was when it was checked, and what the check gave. Immutable.</summary>
internal interface ICheckedProgram
{
    /// <summary>What the check gave.</summary>
    CheckResult Result { get; }

    /// <summary>
    /// Checks the program with other contents in some files. Only what depends on these files is checked anew.
    /// </summary>
    /// <param name="files">The contents by path, as findings name it.</param>
    /// <param name="cancellation">Ends the work early.</param>
    ICheckedProgram With(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, CancellationToken cancellation);

    /// <summary>The syntax and type errors of the packages a file is in, as messages: what a change must not add to.</summary>
    ImmutableArray<string> ErrorsAround(string path);
}
