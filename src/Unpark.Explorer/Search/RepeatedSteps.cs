namespace Unpark.Explorer;

/// <summary>Steps of a schedule that are done again, as a loop goes round, behind one of them.</summary>
/// <param name="First">The index of the first of them; the last one is the step that this belongs to.</param>
/// <param name="Times">How often they are done again.</param>
public sealed record RepeatedSteps(int First, long Times);
