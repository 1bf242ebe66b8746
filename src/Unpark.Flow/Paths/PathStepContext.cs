namespace Unpark.Flow;

/// <summary>What a <see cref="PathProblem{TState}"/> can do at a step.</summary>
/// <typeparam name="TState">The problem's state.</typeparam>
public sealed class PathStepContext<TState>
    where TState : struct, IEquatable<TState>
{
    internal PathStepContext(ConditionTable conditions)
    {
        Conditions = conditions;
    }

    /// <summary>The conditions of the function.</summary>
    public ConditionTable Conditions { get; }

    /// <summary>What is known on the path; a problem may add to it.</summary>
    public PathFacts Facts { get; set; }

    internal List<(TState State, PathFacts Facts)> Forks { get; } = [];

    /// <summary>Lets a second path go on behind the step.</summary>
    public void Fork(TState state, PathFacts facts) => Forks.Add((state, facts));
}
