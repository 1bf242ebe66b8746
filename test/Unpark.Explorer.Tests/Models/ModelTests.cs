namespace Unpark.Explorer.Tests.Models;

/// <summary>What models in Go do to goroutines is what the real packages do.</summary>
public sealed class ModelTests(ModelPrograms programs) : IClassFixture<ModelPrograms>
{
    public static TheoryData<string> Names => [.. ModelPrograms.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Leaks_what_it_leaks_under_Go(string name)
    {
        Assert.Equal(ModelPrograms.Expected(name), programs.Explored(name));
        Assert.Equal(ModelPrograms.Expected(name), await programs.UnderGo(name));
    }

    [Theory]
    [InlineData("clients.BodyClosed")]
    [InlineData("clients.BodyLeftOpen")]
    [InlineData("clients.HandlerThatWaits")]
    [InlineData("clients.HandlerIsCalled")]
    [InlineData("servers.ShutdownGivesUp")]
    [InlineData("databases.NotClosed")]
    [InlineData("databases.TransactionWithoutEnd")]
    [InlineData("databases.PoolOfOneInUse")]
    [InlineData("databases.StatementInATransaction")]
    [InlineData("processes.Waited")]
    [InlineData("processes.NotWaited")]
    [InlineData("processes.NotWaitedNorCancelled")]
    [InlineData("processes.Ran")]
    [InlineData("processes.TimeoutBeforeTheEnd")]
    public void Is_the_same_without_the_source_of_the_library_and_with_an_old_one(string name)
    {
        Assert.Equal(ModelPrograms.Expected(name), programs.Explored(name, ""));
        if (Unpark.Go.Tests.Oracles.GoToolchain.OldRoot is { } old)
        {
            Assert.Equal(ModelPrograms.Expected(name), programs.Explored(name, old));
        }
    }
}
