using System.Collections.Immutable;
using System.Text;
using Unpark.Analysis;
using Unpark.Analysis.Suppressions;
using Unpark.Cli.Checking;
using Unpark.Go.Build;
using Unpark.Go.Syntax;

namespace Unpark.Cli.Caching;

/// <summary>Turns reports of packages that have no problems into bytes and back.</summary>
internal static class ReportSerializer
{
    private static readonly Dictionary<string, Rule> Rules =
        LeakAnalysis.AllRules.ToDictionary(r => r.Rule.Id, r => r.Rule, StringComparer.Ordinal);

    /// <summary>The bytes of a report.</summary>
    public static byte[] Write(PackageReport report)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8))
        {
            WriteAll(writer, report.MissingImports, writer.Write);
            WriteAll(writer, report.Findings, f => Write(writer, f));
            WriteAll(writer, report.Suppressed, f => Write(writer, f));
            WriteAll(writer, report.UnusedSuppressions, u =>
            {
                Write(writer, u.Span);
                writer.Write(u.Message);
            });
        }

        return stream.ToArray();
    }

    /// <summary>The report of a package, or null if the bytes are not of one, or a file is no longer there.</summary>
    public static PackageReport? Read(byte[] bytes, GoPackage package, SourceFiles files)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
            var missing = ReadAll(reader, () => reader.ReadString());
            var findings = ReadAll(reader, () => ReadFinding(reader, files));
            var suppressed = ReadAll(reader, () => ReadFinding(reader, files));
            var unused = ReadAll(reader, () => new UnusedSuppression(ReadSpan(reader, files), reader.ReadString()));
            return PackageReport.Remembered(package, missing, findings, suppressed, unused);
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentException or KeyNotFoundException or OverflowException)
        {
            return null;
        }
    }

    private static void Write(BinaryWriter writer, Finding finding)
    {
        writer.Write(finding.Rule.Id);
        writer.Write((byte)finding.Confidence);
        writer.Write((byte)finding.Profile);
        Write(writer, finding.Span);
        writer.Write(finding.Function);
        writer.Write(finding.Message);
        WriteAll(writer, finding.Related, r =>
        {
            Write(writer, r.Span);
            writer.Write(r.Message);
        });
        WriteAll(writer, finding.Fixes, f =>
        {
            writer.Write(f.Message);
            writer.Write(f.Preferred);
            WriteAll(writer, f.Edits, e =>
            {
                Write(writer, new SourceSpan(e.File, e.Start, e.End));
                writer.Write(e.NewText);
            });
        });
    }

    private static void Write(BinaryWriter writer, SourceSpan span)
    {
        writer.Write(span.File.Path);
        writer.Write7BitEncodedInt(span.Start);
        writer.Write7BitEncodedInt(span.End);
    }

    private static void WriteAll<T>(BinaryWriter writer, ImmutableArray<T> items, Action<T> write)
    {
        writer.Write7BitEncodedInt(items.Length);
        foreach (var item in items)
        {
            write(item);
        }
    }

    private static Finding ReadFinding(BinaryReader reader, SourceFiles files)
    {
        var rule = Rules[reader.ReadString()];
        var confidence = (Confidence)reader.ReadByte();
        var profile = (RuleProfile)reader.ReadByte();
        var span = ReadSpan(reader, files);
        var function = reader.ReadString();
        var message = reader.ReadString();
        var related = ReadAll(reader, () => new RelatedPlace(ReadSpan(reader, files), reader.ReadString()));
        var fixes = ReadAll(reader, () => new Fix(reader.ReadString(), reader.ReadBoolean(), ReadAll(reader, () =>
        {
            var edited = ReadSpan(reader, files);
            return new TextEdit(edited.File, edited.Start, edited.End, reader.ReadString());
        })));
        return new Finding(rule, confidence, span, function, message, related, fixes) { Profile = profile };
    }

    private static SourceSpan ReadSpan(BinaryReader reader, SourceFiles files)
    {
        var path = reader.ReadString();
        var (start, end) = (reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
        var file = files.Read(path, out _);
        return file is not null && start >= 0 && end >= start && end <= file.Length
            ? new SourceSpan(file, start, end)
            : throw new FormatException($"{path} is not what it was");
    }

    private static ImmutableArray<T> ReadAll<T>(BinaryReader reader, Func<T> read)
    {
        var count = reader.Read7BitEncodedInt();
        var items = ImmutableArray.CreateBuilder<T>();
        for (var i = 0; i < count; i++)
        {
            items.Add(read());
        }

        return items.DrainToImmutable();
    }
}
