using Unpark.Flow;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>What several rules ask of the channels of a package; worked out when it is asked for the first time.</summary>
internal sealed class ChannelFacts
{
    private readonly FlowPackage package;
    private List<LocalChannel>? local;
    private List<LocalChannel>? renewed;
    private List<UndrainedChannel>? undrained;
    private SharedChannels? shared;
    private Entries? entries;
    private StopCases? stopCases;

    public ChannelFacts(FlowPackage package)
    {
        this.package = package;
    }

    /// <summary>The channels that stay among goroutines of one function, in no order.</summary>
    public IReadOnlyList<LocalChannel> Local
    {
        get
        {
            FindLocal();
            return local!;
        }
    }

    /// <summary>Such channels whose variable is set to nil in between.</summary>
    public IReadOnlyList<LocalChannel> Renewed
    {
        get
        {
            FindLocal();
            return renewed!;
        }
    }

    /// <summary>The local channels whose receivers give up while somebody may still send.</summary>
    public IReadOnlyList<UndrainedChannel> Undrained => undrained ??= FindUndrained();

    /// <summary>The channels that are kept in fields and variables of the package, in no order.</summary>
    public IReadOnlyList<SharedChannel> Shared => Names.All;

    /// <summary>Which names stand for the same channel.</summary>
    public SharedChannels Names => shared ??= new SharedChannels(package);

    /// <summary>How selects give up.</summary>
    public StopCases StopCases => stopCases ??= new StopCases(Names);

    /// <summary>In which goroutines functions run.</summary>
    public Entries Entries => entries ??= new Entries(package);

    private void FindLocal()
    {
        if (local != null)
        {
            return;
        }

        local = [];
        renewed = [];
        foreach (var variable in package.Channels.Channels)
        {
            if (LocalChannel.Of(package, variable) is { Parties.Count: > 1 } channel)
            {
                (channel.IsRenewed ? renewed : local).Add(channel);
            }
        }
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
