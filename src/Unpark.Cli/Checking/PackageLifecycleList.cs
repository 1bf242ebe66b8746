using System.Collections.Immutable;
using Unpark.Analysis.S4Libraries;

namespace Unpark.Cli.Checking;

/// <summary>What is known of the lifecycles of a package.</summary>
/// <param name="Path">The import path.</param>
/// <param name="Known">What the catalogue says.</param>
/// <param name="Inferred">What its source shows.</param>
internal sealed record PackageLifecycleList(string Path, ImmutableArray<Lifecycle> Known, ImmutableArray<InferredLifecycle> Inferred);
