using Unpark.Flow;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>What several rules ask of the channels of a package; worked out when it is asked for the first time.</summary>
internal sealed class ChannelFacts
{
    private readonly FlowPackage package;
    private List<LocalChannel>? local;
    private List<UndrainedChannel>? undrained;

    public ChannelFacts(FlowPackage package)
    {
        this.package = package;
    }

    /// <summary>The channels that stay among goroutines of one function, in no order.</summary>
    public IReadOnlyList<LocalChannel> Local => local ??= FindLocal();

    /// <summary>The local channels whose receivers give up while somebody may still send.</summary>
    public IReadOnlyList<UndrainedChannel> Undrained => undrained ??= FindUndrained();

    private List<LocalChannel> FindLocal()
    {
        var found = new List<LocalChannel>();
        foreach (var variable in package.Channels.Channels)
        {
            if (LocalChannel.Of(package, variable) is { Parties.Count: > 1 } channel)
            {
                found.Add(channel);
            }
        }

        return found;
    }

    private List<UndrainedChannel> FindUndrained()
    {
        var found = new List<UndrainedChannel>();
        foreach (var channel in Local)
        {
            if (channel.Parties.Exists(p => p.SendsAlone) && !channel.Parties.Exists(p => p.Sends && p.Receives)
                && UndrainedChannel.Of(channel, package) is { } leak)
            {
                found.Add(leak);
            }
        }

        return found;
    }
}
