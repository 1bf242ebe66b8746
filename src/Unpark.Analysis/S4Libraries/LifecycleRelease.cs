namespace Unpark.Analysis.S4Libraries;

/// <summary>A method that ends a lifecycle.</summary>
/// <param name="Name">The method's name; empty if the value is itself a function to call.</param>
/// <param name="TakesContext">True if it takes a context and nothing else.</param>
public readonly record struct LifecycleRelease(string Name, bool TakesContext);
