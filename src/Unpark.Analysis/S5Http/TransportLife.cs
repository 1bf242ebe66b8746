using Unpark.Go.Types;

namespace Unpark.Analysis.S5Http;

/// <summary>How long a transport that is made over and over is used.</summary>
/// <param name="IsForOneCall">True if only the function that makes it uses it; false if it is handed on.</param>
/// <param name="Variable">The local variable by which the function can close its idle connections, or null.</param>
internal sealed record TransportLife(bool IsForOneCall, Var? Variable);
