namespace Unpark.Analysis.S2Context;

/// <summary>A function that gives a cancel function.</summary>
/// <param name="Name">The function as written, such as <c>context.WithCancel</c>.</param>
/// <param name="Result">The number of the result that is the cancel function.</param>
/// <param name="TakesCause">True if the cancel function takes a cause.</param>
/// <param name="Variable">The usual name of a variable for it.</param>
/// <param name="Consequence">What stays alive if it is not called.</param>
internal sealed record CancelSource(string Name, int Result, bool TakesCause, string Variable, string Consequence)
{
    /// <summary>True if the context has a deadline of its own.</summary>
    public bool HasDeadline { get; init; }

    /// <summary>The method of the result that cancels the context; null if the result is itself the function to call.</summary>
    public string? Method { get; init; }

    /// <summary>True of a function of another package that is known by its results only.</summary>
    public bool IsForeign { get; init; }

    /// <summary>True if there may be nothing to cancel: a helper that makes a context only under some condition.</summary>
    public bool MayBeNil { get; init; }
}
