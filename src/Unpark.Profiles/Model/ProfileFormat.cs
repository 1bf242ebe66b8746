namespace Unpark.Profiles;

/// <summary>The forms in which Go prints goroutines.</summary>
public enum ProfileFormat
{
    /// <summary>Stacks one by one: <c>debug=2</c>, SIGQUIT, panics, fatal errors, test timeouts, <c>runtime.Stack</c>.</summary>
    Stacks,

    /// <summary>Stacks with counts, as text: <c>debug=1</c>.</summary>
    Counts,

    /// <summary>Stacks with counts in pprof's protocol buffer: <c>debug=0</c>.</summary>
    Pprof,
}
