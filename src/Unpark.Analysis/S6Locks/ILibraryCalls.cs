using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>
/// What functions of other packages do with the functions they are given, as their source tells. Safe to use from many
/// threads.
/// </summary>
public interface ILibraryCalls
{
    /// <summary>What is known of a function of another package; null if its source is not on disk, or says nothing.</summary>
    LibraryCall? Of(Func function);
}
