using Unpark.Flow;

namespace Unpark.Explorer;

/// <summary>A deferred call.</summary>
/// <param name="Function">What is called.</param>
/// <param name="Site">How it is called.</param>
/// <param name="Arguments">The arguments, the receiver first.</param>
/// <param name="Source">The defer statement.</param>
/// <param name="Before">What was deferred before it.</param>
internal sealed record DeferredCall(
    Value Function, CallSite Site, Value[] Arguments, SsaInstruction Source, DeferredCall? Before);
