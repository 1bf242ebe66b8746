using System.Collections.Immutable;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>
/// A condition that a function asks for more than once, or sets: <c>locked</c>, <c>err == nil</c>, <c>mode == 3</c>.
/// </summary>
/// <param name="Number">Its number among the conditions of the function.</param>
/// <param name="Key">What is asked, the same for the same question.</param>
/// <param name="Subject">What is compared, without the constant; equal for <c>x == 1</c> and <c>x == 2</c>.</param>
/// <param name="Constant">The constant the subject is compared with for equality; null for another kind of condition.</param>
/// <param name="Variables">The variables and fields it depends on.</param>
/// <param name="IsWeak">
/// True if code elsewhere may change it, through a pointer or from a literal: then a call may have.
/// </param>
public sealed record PathCondition(int Number, string Key, string Subject, string? Constant,
    ImmutableArray<Var> Variables, bool IsWeak);
