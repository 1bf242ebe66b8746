using Unpark.Flow;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>What a WaitGroup is.</summary>
internal static class WaitGroups
{
    /// <summary>True for a sync.WaitGroup or a pointer to one.</summary>
    public static bool IsWaitGroup(GoType? type) => GoTypes.IsNamed(type, "sync", "WaitGroup");
}
