using System.Collections.Immutable;
using System.Globalization;
using Unpark.Analysis;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Diagnosis;

/// <summary>Who makes, sends to, receives from and closes a channel, as far as its package shows it.</summary>
internal sealed class ChannelStory
{
    private const int MaxPlaces = 8;
    private const int MaxNames = 16;

    private readonly List<(ChannelUseKind Kind, ChannelUse Use)> uses = [];

    private ChannelStory(FlowPackage package, Var channel)
    {
        // A channel goes by other names where it is passed to or kept in.
        var names = new HashSet<Var>(ReferenceEqualityComparer.Instance) { channel.Origin };
        for (var fresh = new Queue<Var>(names); fresh.TryDequeue(out var name) && names.Count < MaxNames;)
        {
            foreach (var other in package.Channels.Channels)
            {
                foreach (var use in package.Channels.Of(other))
                {
                    var target = use.Target?.Origin;
                    var linked = other == name ? target : target == name ? other : null;
                    if (linked is not null && names.Add(linked))
                    {
                        fresh.Enqueue(linked);
                    }
                }
            }
        }

        Names = names;
        foreach (var name in names)
        {
            uses.AddRange(package.Channels.Of(name).Select(u => (u.Kind, u)));
        }
    }

    /// <summary>The variables, parameters and fields that hold the channel.</summary>
    public IReadOnlySet<Var> Names { get; }

    /// <summary>The story of a channel.</summary>
    public static ChannelStory Of(FlowPackage package, Var channel) => new(package, channel);

    /// <summary>True if the channel is given to code that is not followed.</summary>
    public bool Escapes => uses.Any(u => u.Kind is ChannelUseKind.Escape or ChannelUseKind.Return);

    /// <summary>True if a send cannot end: the channel is made here, and nothing that has it receives from it.</summary>
    public bool IsHopelessForSender => IsKnown && !uses.Any(u => u.Kind is ChannelUseKind.Receive or ChannelUseKind.Range);

    /// <summary>True if a receive cannot end: the channel is made here, and nothing that has it sends to it or closes it.</summary>
    public bool IsHopelessForReceiver => IsKnown && !uses.Any(u => u.Kind is ChannelUseKind.Send or ChannelUseKind.Close);

    private bool IsKnown => !Escapes && uses.Any(u => u.Kind == ChannelUseKind.Make) && Names.All(n => !n.Exported);

    /// <summary>The places at which it is made, sent to, received from and closed.</summary>
    public ImmutableArray<RelatedPlace> Places() =>
    [
        .. Some(ChannelUseKind.Make, "made here"),
        .. Some(ChannelUseKind.Send, "sent to here"),
        .. Some(ChannelUseKind.Receive, "received from here"),
        .. Some(ChannelUseKind.Range, "received from here until it is closed"),
        .. Some(ChannelUseKind.Close, "closed here"),
    ];

    /// <summary>What matters to who waits to send.</summary>
    public string ForSender(string name)
        => $"{Made(name)}{Others(name, "received from", "nothing in its package receives from it", ChannelUseKind.Receive, ChannelUseKind.Range)}";

    /// <summary>What matters to who waits to receive.</summary>
    public string ForReceiver(string name, bool untilClosed)
    {
        var sent = Others(name, "sent to", "nothing in its package sends to it", ChannelUseKind.Send);
        var closed = Others(name, "closed", "nothing in its package closes it", ChannelUseKind.Close);
        return untilClosed || closed.Contains(" at ", StringComparison.Ordinal) ? $"{sent}{closed}" : sent;
    }

    private string Made(string name)
    {
        var made = uses.Where(u => u.Kind == ChannelUseKind.Make).Select(u => u.Use).ToArray();
        if (made.Length != 1)
        {
            return "";
        }

        var buffer = made[0].Value is CallExpr { Args: [_, var size] }
            ? $"with a buffer of {made[0].File.Tree.File.Text(size.Pos, size.End)}" : "without a buffer";
        return $" {name} is made at {Place(made[0].File.Tree.File, made[0].Syntax)} {buffer}.";
    }

    private string Others(string name, string verb, string none, params ReadOnlySpan<ChannelUseKind> kinds)
    {
        var found = new List<ChannelUse>();
        foreach (var (kind, use) in uses)
        {
            if (kinds.Contains(kind))
            {
                found.Add(use);
            }
        }

        if (found.Count == 0)
        {
            return Escapes ? $" Who else has {name} is outside of this package or not followed: {none}."
                : $" {char.ToUpperInvariant(none[0])}{none[1..]}.";
        }

        var places = found.Select(u => Describe(u)).Distinct().Take(MaxPlaces).ToList();
        return $" It is {verb} at {string.Join(", ", places)}.";
    }

    private static string Describe(ChannelUse use)
    {
        var place = Place(use.File.Tree.File, use.Syntax);
        if (use.Select is not { } select || select.Body.List.Length < 2)
        {
            return place;
        }

        var file = use.File.Tree.File;
        var others = select.Body.List.OfType<CommClause>().Where(c => c != use.Clause)
            .Select(c => c.Comm is null ? "default" : SourceText.OneLine(file, c.Comm)).ToList();
        return $"{place} (in a select with {string.Join(" and ", others)})";
    }

    private static string Place(SourceFile file, Node node)
        => string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file.Path)}:{file.PositionOf(node.Pos).Line}");

    private IEnumerable<RelatedPlace> Some(ChannelUseKind kind, string message)
        => uses.Where(u => u.Kind == kind).Take(MaxPlaces)
            .Select(u => new RelatedPlace(SourceSpan.Of(u.Use.File.Tree.File, u.Use.Syntax is RangeStmt range ? range.X : u.Use.Syntax), message));
}
