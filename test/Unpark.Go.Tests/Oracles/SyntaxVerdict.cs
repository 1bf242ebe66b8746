namespace Unpark.Go.Tests.Oracles;

/// <summary>What a parser makes of a file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Accepted">True if it has no syntax errors.</param>
/// <param name="Tree">The digest of the tree.</param>
/// <param name="Errors">The digest of the errors.</param>
public sealed record SyntaxVerdict(string Path, bool Accepted, string Tree, string Errors);
