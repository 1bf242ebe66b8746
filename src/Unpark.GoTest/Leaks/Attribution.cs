namespace Unpark.GoTest;

/// <summary>How it is known which test has left a goroutine behind.</summary>
public enum Attribution
{
    /// <summary>It is not known.</summary>
    None,

    /// <summary>The goroutine has the test's label, which goroutines inherit from those that start them.</summary>
    Label,

    /// <summary>The goroutine has lost the label, but the goroutine that has started it ran the test, or has its label.</summary>
    Creator,

    /// <summary>The function that the goroutine runs stands in the test's body.</summary>
    Function,

    /// <summary>The test leaves it behind when it runs alone.</summary>
    Bisection,
}
