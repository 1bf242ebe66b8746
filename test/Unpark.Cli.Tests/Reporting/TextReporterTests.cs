using Unpark.Analysis;
using Unpark.Cli.Checking;
using Unpark.Cli.Reporting;
using Unpark.Cli.Terminals;
using Unpark.Cli.Tests.Support;

namespace Unpark.Cli.Tests.Reporting;

public sealed class TextReporterTests
{
    private static readonly Marked Store = new("/code/store/store.go", """
        package store

        func (s *Store) Get(key string) (string, error) {
        	«s.mu.Lock()»
        	value, ok := s.values[key]
        	if !ok {
        		«return "", ErrNotFound»
        	}
        	s.mu.Unlock()
        	return value, nil
        }

        """.ReplaceLineEndings("\n"));

    [Fact]
    public void A_finding_shows_its_code_its_steps_and_its_fix()
        => Snapshot.Match(Report(new CheckResult { Packages = 4, Findings = [MissingUnlock()] }));

    [Fact]
    public void Colour_marks_what_each_part_is()
        => Snapshot.Match(Report(new CheckResult { Packages = 4, Findings = [MissingUnlock()] }, ColorChoice.Always));

    [Fact]
    public void A_step_in_another_file_names_it_and_a_first_step_at_the_place_itself_stands_beside_the_caret()
    {
        var caller = new Marked("/code/main.go", "package main\n\nfunc main() {\n\tgo «worker(ch)»\n}\n");
        var finding = Marked.Finding(Store[0], "s.mu is locked for ever", related:
        [
            new RelatedPlace(Store[0], "locked here"),
            new RelatedPlace(caller[0], "by the goroutine started here"),
            new RelatedPlace(Store[1], "returns here"),
        ]);
        Snapshot.Match(Report(new CheckResult { Packages = 1, Findings = [finding] }));
    }

    [Fact]
    public void Tabs_wide_combining_and_invalid_characters_keep_the_caret_under_its_code()
    {
        var file = new Marked("/code/wide.go", "x\tπ := \"日本語\"; «漢字.Lock()» // e\u0301\u202e!\n\t«f»(\x01)");
        var finding = Marked.Finding(file[0], "locked", related: [new RelatedPlace(file[1], "and left\e[2J here")]);
        Snapshot.Match(Report(new CheckResult { Packages = 1, Findings = [finding] }));
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_become_one_replacement_character_each()
    {
        var file = new Unpark.Go.Syntax.SourceFile("/code/bad.go", [.. "a := \""u8, 0xff, 0xfe, .. "\"; m.Lock()\r\nb()"u8]);
        var finding = Marked.Finding(new SourceSpan(file, 11, 19), "locked");
        Snapshot.Match(Report(new CheckResult { Packages = 1, Findings = [finding] }));
    }

    [Fact]
    public void A_line_that_is_too_long_is_cut_around_the_place()
    {
        var left = string.Concat(Enumerable.Range(0, 4000).Select(i => $"f{i}();"));
        var file = new Marked("/code/min.go", $"{left}«m.Lock()»;{left}\n");
        var finding = Marked.Finding(file[0], "locked");
        Snapshot.Match(Report(new CheckResult { Packages = 1, Findings = [finding] }));
    }

    [Fact]
    public void A_finding_at_the_very_end_of_a_file_and_one_over_several_lines_are_shown()
    {
        var file = new Marked("/code/end.go", "package p\n\nvar s = «&http.Server{\n\tAddr: \":80\",\n}»\n«»");
        Snapshot.Match(Report(new CheckResult
        {
            Packages = 1,
            Findings = [Marked.Finding(file[0], "no timeouts", Confidence.Possible), Marked.Finding(file[1], "ends")],
        }));
    }

    [Fact]
    public void No_finding_is_one_line()
        => Assert.Equal("no findings in 12 packages\n", Report(new CheckResult { Packages = 12 }));

    [Fact]
    public void Problems_and_missing_imports_go_to_standard_error()
    {
        using var terminal = new TestTerminal();
        var result = new CheckResult
        {
            Packages = 2,
            Problems = [new CheckProblem("/code/a.go", 3, 7, "expected ';', found x"), new CheckProblem("", 0, 0, "oh")],
            MissingImports = ["a.org/b", "c.org/d", "e.org/f", "g.org/h"],
            UsedSnapshot = true,
        };
        new TextReporter(terminal.Terminal, new PathDisplay("/code")).Report(result);
        ProblemWriter.Write(terminal.Terminal, new PathDisplay("/code"), result);
        Assert.Equal("no findings in 2 packages, as far as could be checked\n", terminal.Output);
        Snapshot.Match(terminal.Error);
    }

    private static Finding MissingUnlock() => Marked.Finding(Store[0],
        related: [new RelatedPlace(Store[0], "locked here"), new RelatedPlace(Store[1], "returns here")],
        fixes: [Marked.Fix("unlock with defer", Marked.Edit(Store[0], "s.mu.Lock()\n\tdefer s.mu.Unlock()"))]);

    private static string Report(CheckResult result, ColorChoice color = ColorChoice.Never)
    {
        using var terminal = new TestTerminal();
        terminal.Terminal.UseColor(color);
        new TextReporter(terminal.Terminal, new PathDisplay("/code")).Report(result);
        return terminal.Output;
    }
}
