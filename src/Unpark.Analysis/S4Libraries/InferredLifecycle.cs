using System.Collections.Immutable;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>
/// A lifecycle that the source of a package shows: a constructor starts a goroutine that ends after a method of its result
/// was called.
/// </summary>
/// <param name="Constructor">The constructor.</param>
/// <param name="Result">The type that it gives, as the package writes it.</param>
/// <param name="Method">The method that ends the goroutine.</param>
/// <param name="Goroutine">The go statement.</param>
/// <param name="Exit">Where the goroutine finds out that it is to end.</param>
/// <param name="ExitText">What stands there, such as <c>&lt;-c.done</c>.</param>
/// <param name="Release">Where the method, or what it calls, lets the goroutine end.</param>
/// <param name="ReleaseText">What stands there, such as <c>close(c.done)</c>.</param>
public sealed record InferredLifecycle(Func Constructor, string Result, Func Method, SourceSpan Goroutine, SourceSpan Exit,
    string ExitText, SourceSpan Release, string ReleaseText)
{
    /// <summary>True if the constructor starts the goroutine only under some condition.</summary>
    public bool IsConditional { get; init; }

    /// <summary>True if the constructor tells others of what it makes, who may then end it.</summary>
    public bool IsShared { get; init; }

    /// <summary>True if the goroutine goes round until it is told to end.</summary>
    public bool IsEndless { get; init; } = true;

    /// <summary>All the methods of the result by whose names they end it.</summary>
    public ImmutableArray<Func> Methods { get; init; } = [];

    /// <summary>True if it is the package itself that wants to know.</summary>
    public bool IsOwn { get; init; }

    /// <summary>A parameter of the constructor that ends the goroutine too, such as a context; or null.</summary>
    public string? Parameter { get; init; }

    /// <summary>The lifecycle that this amounts to for a caller, or null if a caller need not call the method.</summary>
    public Lifecycle? ToLifecycle() => IsConditional || IsShared || !IsEndless || Parameter != null
        ? null
        : new Lifecycle
        {
            Package = Constructor.Package?.Path ?? "",
            Name = Constructor.Name,
            Releases =
            [
                new LifecycleRelease(Method.Name, LifecycleInference.TakesContext(Method)),
                .. Methods.Where(m => m.Name != Method.Name)
                    .Select(m => new LifecycleRelease(m.Name, LifecycleInference.TakesContext(m))),
            ],
            IsForProcess = true,
            Confidence = Confidence.Likely,
            Consequence = $"its goroutine stays (started at {Path.GetFileName(Goroutine.File.Path)}:{Goroutine.StartPosition.Line}"
                + (IsOwn ? ")" : $" of {Constructor.Package?.Path})"),
            Reason = $"{ExitText} ends it after {ReleaseText}",
        };
}
