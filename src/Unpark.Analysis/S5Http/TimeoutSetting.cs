using Unpark.Flow;
using Unpark.Go.Types;

namespace Unpark.Analysis.S5Http;

/// <summary>An assignment to a timeout field of some server.</summary>
/// <param name="Field">The field's name.</param>
/// <param name="Function">Where it is.</param>
/// <param name="Server">The server it is assigned of; null if there is no path to it.</param>
/// <param name="IsEmbedded">True if it is reached as a field of a struct that embeds the server.</param>
internal sealed record TimeoutSetting(string Field, FlowFunction Function, AccessPath? Server, bool IsEmbedded);
