using Unpark.Analysis;
using Unpark.Profiles;

namespace Unpark.Cli.Tests.Profiles;

/// <summary>What profiles say of rules is true of the rules there are.</summary>
public sealed class SignatureRuleTests
{
    [Fact]
    public void Rules_that_signatures_name_exist()
        => Assert.Empty(SignatureSet.Known.All.Where(s => s.Rule is { } rule && LeakAnalysis.Find(rule) is null).Select(s => s.Name));
}
