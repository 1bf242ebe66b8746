using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>A call of Add, Done or Wait.</summary>
/// <param name="Group">The WaitGroup's variable or field.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Call">The call.</param>
internal sealed record WaitGroupCall(Var Group, string Method, CallExpr Call);
