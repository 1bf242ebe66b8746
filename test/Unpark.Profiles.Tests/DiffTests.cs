using System.Text;

namespace Unpark.Profiles.Tests;

/// <summary>Profiles compared.</summary>
public sealed class DiffTests
{
    [Fact]
    public void Two_profiles_tell_what_is_new_grown_shrunk_and_gone()
    {
        var diff = ProfileDiff.Of([Read(("a", 10, 3), ("b", 20, 5), ("c", 30, 2)), Read(("a", 10, 8), ("b", 20, 1), ("d", 40, 4), ("e", 50, 1))]);
        Assert.Equal(
        [
            ("main.d", GroupChange.New, 4), ("main.e", GroupChange.New, 1), ("main.a", GroupChange.Grown, 5),
            ("main.b", GroupChange.Shrunk, -4), ("main.c", GroupChange.Gone, -2),
        ], diff.Select(g => (g.Diagnosed.Group.Blocked!.Function, g.Change, (int)g.Difference)));
    }

    [Fact]
    public void What_is_within_the_threshold_is_the_same()
    {
        var diff = ProfileDiff.Of([Read(("a", 10, 3), ("b", 20, 5)), Read(("a", 10, 8), ("b", 20, 9))], new DiffOptions { Threshold = 5 });
        Assert.Equal([GroupChange.Grown, GroupChange.Same], diff.Select(g => g.Change));
    }

    [Fact]
    public void Lines_may_move_between_builds_but_two_places_of_one_build_are_two()
    {
        var moved = ProfileDiff.Of([Read(("a", 10, 3)), Read(("a", 12, 3))]);
        Assert.Equal(GroupChange.Same, Assert.Single(moved).Change);
        var places = ProfileDiff.Of([Read(("a", 10, 3)), Read(("a", 10, 3), ("a", 20, 2))]);
        Assert.Equal([(20, GroupChange.New), (10, GroupChange.Same)], places.Select(g => (g.Diagnosed.Group.Blocked!.Line, g.Change)));
    }

    [Fact]
    public void A_form_without_creators_is_compared_without_them()
    {
        var counts = "goroutine profile: total 3\n3 @ 0x1 0x2\n#\t0x1\tmain.a+0x1\t/a.go:10\n\n";
        var diff = ProfileDiff.Of([Read(("a", 10, 2)), ProfileReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(counts))).Single()]);
        Assert.Equal((GroupChange.Grown, 1L), (Assert.Single(diff).Change, diff[0].Difference));
    }

    [Fact]
    public void Goroutines_of_a_known_kind_are_one_group_and_those_of_which_any_number_is_usual_do_not_grow()
    {
        const string read = "goroutine 7 [IO wait]:\nnet/http.(*persistConn).readLoop(0x1)\n\t/t.go:1 +0x1\n\n";
        const string write = "goroutine 8 [select]:\nnet/http.(*persistConn).writeLoop(0x1)\n\t/t.go:2 +0x1\n\n";
        const string own = "goroutine 9 [IO wait]:\nnet/http.(*connReader).backgroundRead(0x1)\n\t/s.go:1 +0x1\n\n";
        const string dump = "goroutine 10 [running]:\nruntime/pprof.writeGoroutineStacks(0x1)\n\t/p.go:1 +0x1\n\n";
        var diff = ProfileDiff.Of([Dump(read + write), Dump(dump + own + read + read + write + write)]);
        Assert.Equal([(GroupChange.Grown, 2L), (GroupChange.Same, 1L), (GroupChange.Same, 1L)], diff.Select(g => (g.Change, g.Difference)));

        static Profile Dump(string text) => ProfileReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text))).Single();
    }

    [Fact]
    public void A_steady_rise_is_growth_and_noise_is_not()
    {
        var rise = Series(3, 5, 8, 9, 14, 20);
        Assert.Equal(GroupChange.Grown, rise.Change);
        Assert.InRange(rise.Trend!.Slope, 2, 5);
        Assert.InRange(rise.Trend.PValue, 0, 0.01);
        Assert.Equal(GroupChange.Same, Series(3, 9, 2, 8, 3, 5).Change);
        // One spike does not make a trend, and does not move the slope.
        var spike = Series(4, 4, 4, 90, 4, 5);
        Assert.Equal((GroupChange.Same, 0.0), (spike.Change, spike.Trend!.Slope));
    }

    [Fact]
    public void What_comes_and_stays_is_new_and_what_comes_and_goes_is_not()
    {
        Assert.Equal(GroupChange.New, Change(0, 0, 5, 5));
        Assert.Equal(GroupChange.Gone, Change(5, 4, 0, 0));
        Assert.Equal(GroupChange.Same, Change(0, 5, 0, 1));

        static GroupChange Change(params int[] counts) => ProfileDiff.Of([.. counts.Select(c => Read(("a", 10, c), ("b", 20, 1)))])
            .Single(g => g.Diagnosed.Group.Blocked!.Function == "main.a").Change;
    }

    [Fact]
    public void Three_profiles_must_go_one_way()
    {
        Assert.Equal(GroupChange.Grown, Series(1, 2, 3).Change);
        Assert.Equal(GroupChange.Same, Series(1, 3, 2).Change);
    }

    [Theory]
    [InlineData(new double[] { 1, 2, 3 }, 1.0 / 6)]
    [InlineData(new double[] { 1, 2, 3, 4 }, 1.0 / 24)]
    [InlineData(new double[] { 4, 3, 2, 1 }, 1.0 / 24)]
    [InlineData(new double[] { 1, 2, 4, 3 }, 4.0 / 24)]
    [InlineData(new double[] { 1, 1, 1, 1 }, 1.0)]
    public void The_chance_of_a_trend_is_exact_for_few_values(double[] values, double chance)
        => Assert.Equal(chance, Trend.Of([.. values.Select((_, i) => (double)i)], values).PValue, 6);

    [Fact]
    public void The_chance_of_a_trend_in_many_values_is_near_the_exact_one()
    {
        double[] values = [1, 3, 2, 5, 4, 6, 8, 7, 9, 10, 11];
        Assert.InRange(Trend.Of([.. values.Select((_, i) => (double)i)], values).PValue, 0, 0.0001);
    }

    [Fact]
    public void Goroutines_of_a_library_name_the_lifecycle_that_was_not_ended()
    {
        var pool = "goroutine 9 [select]:\ngithub.com/jackc/pgx/v5/pgxpool.(*Pool).backgroundHealthCheck(0x1)\n\t/m/pool.go:1 +0x1\n"
            + "created by github.com/jackc/pgx/v5/pgxpool.NewWithConfig\n\t/m/pool.go:2 +0x1\n\n";
        var after = ProfileReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(pool))).Single();
        Assert.Equal("the health check of a pgx pool: Pool.Close not called",
            ProfileDiff.Of([Read(("a", 1, 1)), after]).Single(g => g.Change == GroupChange.New).Lifecycle);
    }

    private static ComparedGroup Series(params int[] counts)
        => ProfileDiff.Of([.. counts.Select(c => Read(("a", 10, c)))]).Single();

    private static Profile Read(params (string Function, int Line, int Count)[] groups)
        => ProfileReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(groups.SelectMany(g => Enumerable.Repeat(
            $"goroutine 7 [select]:\nmain.{g.Function}(0x1)\n\t/a.go:{g.Line} +0x1\ncreated by main.start in goroutine 1\n\t/a.go:1 +0x1\n\n", g.Count)))))).Single();
}
