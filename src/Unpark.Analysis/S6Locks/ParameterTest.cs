using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>Something takes place only if a parameter is true or false, or is nil or not.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="IsNil">True if it is compared with nil.</param>
/// <param name="Wanted">The answer with which it takes place.</param>
internal readonly record struct ParameterTest(Var Parameter, bool IsNil, bool Wanted);
