using System.Collections.Immutable;

namespace Unpark.Go.Types;

/// <summary>A struct type.</summary>
public sealed class StructType(ImmutableArray<Var> fields, ImmutableArray<string> tags) : GoType
{
    /// <summary>The fields in source order.</summary>
    public ImmutableArray<Var> Fields { get; } = fields;

    /// <summary>The unquoted tags; empty if no field has one, otherwise as many as fields.</summary>
    public ImmutableArray<string> Tags { get; } = tags.IsDefault ? [] : tags;

    /// <summary>The tag of a field, or the empty string.</summary>
    public string Tag(int index) => index < Tags.Length ? Tags[index] : "";

    /// <inheritdoc/>
    public override GoType Underlying => this;
}
