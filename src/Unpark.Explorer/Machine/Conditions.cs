namespace Unpark.Explorer;

/// <summary>What is assumed of conditions whose values are not known.</summary>
internal static class Conditions
{
    public const string Not = "!";

    /// <summary>A condition without negations around it.</summary>
    public static (UnknownValue Root, bool IsNegated) Root(UnknownValue condition)
    {
        var negated = false;
        while (condition.Name == Not && condition.Operands is [{ Unknown: { } inner }])
        {
            condition = inner;
            negated = !negated;
        }

        if (condition.Name == "!=")
        {
            return (new UnknownValue("==", 0, condition.Operands), !negated);
        }

        return (condition, negated);
    }

    /// <summary>What is assumed of a condition, or null.</summary>
    public static bool? Decide(MachineState state, UnknownValue root) =>
        state.Assumptions.TryGetValue(root, out var known) || state.Given.TryGetValue(root, out known) ? known : null;
}
