using System.Collections.Immutable;
using Unpark.Analysis;
using Unpark.Analysis.Fixes;
using Unpark.Cli.Checking;
using Unpark.Go.Syntax;

namespace Unpark.Cli.Fixing;

/// <summary>
/// Applies preferred fixes to a checked program, in memory, until none is left that can be applied. A fix that would
/// leave more syntax or type errors behind than there were is refused.
/// </summary>
internal sealed class FixFindings
{
    // A fix may uncover a finding with a fix of its own; one that keeps doing so is a mistake in a rule.
    private const int MostRounds = 10;

    private readonly bool generatedToo;
    private readonly CancellationToken cancellation;
    private readonly Dictionary<string, SourceFile> originals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReadOnlyMemory<byte>> contents = new(StringComparer.Ordinal);
    private readonly List<Finding> done = [];
    private readonly Dictionary<FindingKey, string> refused = [];

    /// <summary>Makes one.</summary>
    /// <param name="generatedToo">Whether generated files may be changed.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public FixFindings(bool generatedToo, CancellationToken cancellation)
    {
        this.generatedToo = generatedToo;
        this.cancellation = cancellation;
    }

    /// <summary>Fixes what can be fixed. Nothing is written.</summary>
    public FixOutcome Run(ICheckedProgram program)
    {
        var before = program.Result;
        for (var round = 0; round < MostRounds; round++)
        {
            var candidates = Candidates(program);
            if (candidates.Count == 0 || TryApply(program, candidates) is not { } next)
            {
                break;
            }

            program = next;
        }

        var left = ImmutableArray.CreateBuilder<(Finding, string)>();
        foreach (var finding in program.Result.Findings)
        {
            if (finding.PreferredFix is not null)
            {
                left.Add((finding, refused.GetValueOrDefault(FindingKey.Of(finding), "it stands in the way of another fix")));
            }
        }

        var changes = ImmutableArray.CreateBuilder<FileChange>();
        foreach (var (path, content) in contents)
        {
            if (!originals[path].Content.SequenceEqual(content.Span))
            {
                changes.Add(new FileChange(originals[path], content));
            }
        }

        changes.Sort(static (x, y) => string.CompareOrdinal(x.File.Path, y.File.Path));
        return new FixOutcome(before, program.Result, [.. done], left.DrainToImmutable(), changes.DrainToImmutable());
    }

    private List<Finding> Candidates(ICheckedProgram program)
    {
        var candidates = new List<Finding>();
        foreach (var finding in program.Result.Findings)
        {
            if (finding.PreferredFix is not { } fix || refused.ContainsKey(FindingKey.Of(finding)))
            {
                continue;
            }

            var generated = generatedToo ? null : fix.Edits.FirstOrDefault(e => GeneratedCode.Is(e.File.Content))?.File;
            if (generated is not null)
            {
                Refuse(finding, "the file is generated: change what generates it, or ask with --generated");
            }
            else
            {
                candidates.Add(finding);
            }
        }

        return candidates;
    }

    // All at once if that goes well; otherwise those where it does not each for itself, to find the ones that do harm.
    private ICheckedProgram? TryApply(ICheckedProgram program, List<Finding> candidates)
    {
        if (TryCompose(program, candidates, out var applied, out var harmed) is { } all)
        {
            Accept(all.Composition, applied);
            return all.Program;
        }

        var harmless = new List<Finding>();
        foreach (var finding in candidates)
        {
            if ((harmed.Count > 0 && !finding.PreferredFix!.Edits.Any(e => harmed.Contains(e.File.Path)))
                || TryCompose(program, [finding], out _, out _) is not null)
            {
                harmless.Add(finding);
            }
            else
            {
                Refuse(finding, "the fixed file would not compile");
            }
        }

        if (harmless.Count > 0 && TryCompose(program, harmless, out applied, out _) is { } some)
        {
            Accept(some.Composition, applied);
            return some.Program;
        }

        foreach (var finding in harmless)
        {
            Refuse(finding, "together with other fixes it would not compile");
        }

        return null;
    }

    private (ICheckedProgram Program, FixComposition Composition)? TryCompose(ICheckedProgram program,
        List<Finding> findings, out List<Finding> applied, out HashSet<string> harmed)
    {
        harmed = new HashSet<string>(StringComparer.Ordinal);
        var composition = FixComposer.Compose(findings.Select(f => f.PreferredFix!));
        applied = findings.FindAll(f => composition.Applied.Contains(f.PreferredFix!, ReferenceEqualityComparer.Instance));
        if (composition.Changes.IsEmpty)
        {
            return null;
        }

        var next = program.With(composition.Changes.ToDictionary(c => c.File.Path, c => c.NewContent), cancellation);
        foreach (var change in composition.Changes)
        {
            // Compared by number: a message may name a position, and positions move.
            if (next.ErrorsAround(change.File.Path).Length > program.ErrorsAround(change.File.Path).Length)
            {
                harmed.Add(change.File.Path);
            }
        }

        return harmed.Count == 0 ? (next, composition) : null;
    }

    private void Accept(FixComposition composition, List<Finding> applied)
    {
        foreach (var change in composition.Changes)
        {
            originals.TryAdd(change.File.Path, change.File);
            contents[change.File.Path] = change.NewContent;
        }

        done.AddRange(applied);
    }

    private void Refuse(Finding finding, string reason) => refused.TryAdd(FindingKey.Of(finding), reason);
}
