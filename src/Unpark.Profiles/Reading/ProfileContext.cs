namespace Unpark.Profiles.Reading;

/// <summary>What the parts of one input share.</summary>
internal sealed class ProfileContext(ProfileReadOptions options)
{
    public ProfileReadOptions Options { get; } = options;

    public StackTable Stacks { get; } = new();

    public LabelTable Labels { get; } = new();

    public StateTable States { get; } = new();

    /// <summary>The profiles that are complete and not yet handed out.</summary>
    public Queue<Profile> Done { get; } = new();

    public ProfileBuilder NewBuilder(ProfileFormat format) => new(Stacks, Labels, format, Options.MaxLabelSets);

    public void Finish(ProfileBuilder builder)
    {
        if (!builder.IsEmpty)
        {
            Done.Enqueue(builder.Build(States));
        }
    }
}
