using Unpark.Go.Syntax;

namespace Unpark.Analysis.Obligations;

/// <summary>A place at which an obligation is still open that can no longer be met.</summary>
/// <param name="Place">
/// The return statement, the function's body where it ends without one, or the assignment that overwrites the variable.
/// </param>
/// <param name="IsOverwrite">True for an assignment.</param>
internal sealed record ObligationLeak(Node Place, bool IsOverwrite)
{
    /// <summary>True for a return that gives an error which is known not to be nil.</summary>
    public bool IsFailure { get; init; }
}
