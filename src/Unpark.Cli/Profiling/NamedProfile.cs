using Unpark.Profiles;

namespace Unpark.Cli.Profiling;

/// <summary>A profile and the name of where it was read.</summary>
internal sealed record NamedProfile(string Name, Profile Profile);
