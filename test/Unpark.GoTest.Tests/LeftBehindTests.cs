using Xunit;

namespace Unpark.GoTest.Tests;

public sealed class LeftBehindTests
{
    [Theory]
    [InlineData("example.com/m.TestTimer.func1()", "m_test.go", "TestTimer", Attribution.Function)]
    [InlineData("example.com/m_test.TestTimer.func1.2(0x14, {0x1, 0x2})", "outside_test.go", "TestTimer", Attribution.Function)]
    [InlineData("example.com/m.Test.func1()", "m_test.go", "Test", Attribution.Function)]
    [InlineData("example.com/m.FuzzÄ.func1()", "m_test.go", "FuzzÄ", Attribution.Function)]
    [InlineData("example.com/m.TestServer.func1()", "testing.go", null, Attribution.None)]
    [InlineData("example.com/m.TestMain.func1()", "m_test.go", null, Attribution.None)]
    [InlineData("example.com/m.Testing.func1()", "m_test.go", null, Attribution.None)]
    [InlineData("example.com/m.later.func1()", "m_test.go", null, Attribution.None)]
    [InlineData("example.com/other.TestTimer.func1()", "m_test.go", null, Attribution.None)]
    public void A_goroutine_without_a_label_is_the_tests_that_its_function_is_written_in(string function, string file, string? test, Attribution how)
    {
        var left = Assert.Single(LeftBehind.Of(new PackageReport
        {
            Package = "example.com/m",
            End = "pass",
            Output = "",
            HasReport = true,
            Dump = $"""
                goroutine 9 [select (no cases)]:
                {function}
                	/m/{file}:11 +0x1d
                created by time.goFunc in goroutine 7
                	/go/src/time/sleep.go:215 +0x2d

                """,
        }));

        Assert.Equal(test, left.Test);
        Assert.Equal(how, left.Attribution);
    }
}
