using System.Collections.Immutable;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>What a call may call.</summary>
/// <param name="Functions">Functions with a body.</param>
/// <param name="Outside">Functions whose body is not there.</param>
/// <param name="IsComplete">False if there may be others.</param>
internal sealed record CallTargets(ImmutableArray<SsaFunction> Functions, ImmutableArray<Func> Outside, bool IsComplete);
