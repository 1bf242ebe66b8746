using Unpark.Flow;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>
/// A channel that a package keeps in a field or variable of its own, with all the names it goes by: fields, variables and
/// parameters it is copied to. Channels of different objects that are kept in the same field are one of these.
/// </summary>
internal sealed class SharedChannel
{
    public SharedChannel(Var name)
    {
        Name = name;
    }

    /// <summary>The field or variable.</summary>
    public Var Name { get; }

    /// <summary>All its names.</summary>
    public List<Var> Names { get; } = [];

    /// <summary>Where it is made.</summary>
    public List<ChannelUse> Makes { get; } = [];

    /// <summary>Where it is sent to.</summary>
    public List<ChannelUse> Sends { get; } = [];

    /// <summary>Where it is received from, or ranged over.</summary>
    public List<ChannelUse> Receives { get; } = [];

    /// <summary>Where it is closed.</summary>
    public List<ChannelUse> Closes { get; } = [];

    /// <summary>True if code that is not seen may have it: it escapes, or its names may hold other channels.</summary>
    public bool IsOpen { get; set; }

    /// <summary>The least capacity it is made with; null if one is not constant, or it is not made here.</summary>
    public int? Capacity { get; set; }

    /// <summary>True of a <c>chan struct{}</c>, whose values are signals.</summary>
    public bool CarriesNothing => Name.Type.Underlying is ChanType { Elem.Underlying: StructType { Fields.Length: 0 } };

    /// <summary>Adds what is done with it under one of its names.</summary>
    public void Add(ChannelUse use)
    {
        switch (use.Kind)
        {
            case ChannelUseKind.Make:
                Makes.Add(use);
                break;
            case ChannelUseKind.Send:
                Sends.Add(use);
                break;
            case ChannelUseKind.Receive or ChannelUseKind.Range:
                Receives.Add(use);
                break;
            case ChannelUseKind.Close:
                Closes.Add(use);
                break;
            case ChannelUseKind.Escape or ChannelUseKind.Return:
                IsOpen = true;
                break;
            case ChannelUseKind.Assign when use.Value == null || ChannelUses.VariableOf(use.File, use.Value) == null:
                IsOpen = true;
                break;
            case ChannelUseKind.Store or ChannelUseKind.Pass when use.Target == null:
                IsOpen = true;
                break;
        }
    }
}
