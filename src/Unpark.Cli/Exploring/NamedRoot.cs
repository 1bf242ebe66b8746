using Unpark.Explorer;

namespace Unpark.Cli.Exploring;

/// <summary>A function that an exploration begins with.</summary>
/// <param name="Name">Its name, as <c>--func</c> takes it or as the test is called.</param>
/// <param name="Package">The import path of its package.</param>
/// <param name="Root">The function.</param>
/// <param name="Explorer">What explores it.</param>
internal sealed record NamedRoot(string Name, string Package, ExplorationRoot Root, ProgramExplorer Explorer);
