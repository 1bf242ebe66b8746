using System.IO.Compression;
using System.Text;
using Unpark.Profiles.Reading;

namespace Unpark.Profiles;

/// <summary>Reads goroutine profiles and dumps in every form in which Go prints them, recognised by their content.</summary>
public static class ProfileReader
{
    private const int SniffLength = 4096;
    private const int MaxLayers = 4;

    /// <summary>
    /// Reads the profiles of an input one after the other, as they are asked for: pprof's protocol buffer, debug=1 and
    /// debug=2, dumps of a signal, panic, fatal error or test timeout, alone or in a log; compressed with gzip or zstd, or
    /// in a zip archive. Memory follows the distinct stacks and not the goroutines.
    /// </summary>
    /// <param name="stream">The input; it is read to its end or its limit and not closed.</param>
    /// <param name="options">Limits, or null for the default ones.</param>
    /// <exception cref="ProfileException">There is no goroutine in it: the message says what it is instead.</exception>
    public static IEnumerable<Profile> Read(Stream stream, ProfileReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Read(stream, new ProfileContext(options ?? ProfileReadOptions.Default), 0);
    }

    private static IEnumerable<Profile> Read(Stream stream, ProfileContext context, int layer)
    {
        var beginning = new byte[SniffLength];
        var length = ReadBeginning(stream, beginning);
        if (length == 0)
        {
            throw new ProfileException(layer == 0 ? "it is empty" : "what is compressed in it is empty");
        }

        Array.Resize(ref beginning, length);
        switch (Sniff(beginning))
        {
            case Content.Gzip when layer < MaxLayers:
                return Unpack(new GZipStream(new JoinedStream(beginning, stream), CompressionMode.Decompress));
            case Content.Zstd when layer < MaxLayers:
                return Unpack(new ZstdSharp.DecompressionStream(new JoinedStream(beginning, stream)));
            case Content.Zip when layer < MaxLayers:
                return ReadZip(ReadAll(beginning, stream, context, out _), context, layer);
            case Content.Utf16:
                return Unpack(Encoding.CreateTranscodingStream(new JoinedStream(beginning, stream),
                    beginning[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode, Encoding.UTF8));
            case Content.Html:
                throw new ProfileException($"an HTML page{Title(beginning)}, not a profile");
            case Content.Binary:
                PprofReader.Read(context, ReadAll(beginning, stream, context, out var failure), failure);
                return Drain(context);
            case Content.Text:
                return ReadText(beginning, stream, context);
            default:
                throw new ProfileException($"compressed more than {MaxLayers} times");
        }

        IEnumerable<Profile> Unpack(Stream unpacked)
        {
            using (unpacked)
            {
                foreach (var profile in Read(unpacked, context, layer + 1))
                {
                    yield return profile;
                }
            }
        }
    }

    private static IEnumerable<Profile> ReadText(byte[] beginning, Stream stream, ProfileContext context)
    {
        var bom = beginning.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        var lines = new LineReader(stream, beginning.AsSpan(bom), context.Options.MaxBytes);
        var reader = new LogReader(context, lines);
        var any = false;
        bool more;
        do
        {
            more = reader.Read();
            while (context.Done.TryDequeue(out var profile))
            {
                any = true;
                yield return profile;
            }
        }
        while (more);

        if (!any)
        {
            throw new ProfileException(WhatTextIs(beginning, lines));
        }
    }

    private static string WhatTextIs(byte[] beginning, LineReader lines)
    {
        var text = Encoding.UTF8.GetString(beginning);
        var first = text.Split('\n')[0].Trim();
        if (first.StartsWith("Unknown profile", StringComparison.Ordinal))
        {
            return "the process has no such profile (\"Unknown profile\")";
        }

        if (first.StartsWith("heap profile:", StringComparison.Ordinal) || first.StartsWith("--- ", StringComparison.Ordinal)
            || first.Contains(" profile: total ", StringComparison.Ordinal))
        {
            return $"a profile of something else (\"{Cut(first)}\"), not of goroutines";
        }

        var failure = lines.Failure is null ? "" : $"; {lines.Failure}";
        return $"no goroutine in {(lines.Number == 1 ? "its one line" : $"its {lines.Number} lines")}{failure}";
    }

    private static string Cut(string text) => text.Length > 60 ? text[..60] + "…" : text;

    private static IEnumerable<Profile> ReadZip(byte[] bytes, ProfileContext context, int layer)
    {
        ZipArchive archive;
        try
        {
            archive = new ZipArchive(new MemoryStream(bytes));
        }
        catch (InvalidDataException e)
        {
            throw new ProfileException($"a damaged zip archive: {e.Message}", e);
        }

        var any = false;
        ProfileException? first = null;
        foreach (var entry in archive.Entries.Where(e => e.Length > 0).OrderBy(e => e.FullName, StringComparer.Ordinal))
        {
            using var stream = entry.Open();
            // An archive of a run may hold more than profiles of goroutines.
            using var profiles = Read(stream, context, layer + 1).GetEnumerator();
            while (true)
            {
                try
                {
                    if (!profiles.MoveNext())
                    {
                        break;
                    }
                }
                catch (ProfileException e)
                {
                    first ??= e;
                    break;
                }

                any = true;
                yield return profiles.Current with { Title = profiles.Current.Title ?? entry.FullName };
            }
        }

        if (!any)
        {
            throw first is null ? new ProfileException("an empty zip archive")
                : new ProfileException($"a zip archive without goroutines; its first file is {first.Message}", first);
        }
    }

    private static IEnumerable<Profile> Drain(ProfileContext context)
    {
        while (context.Done.TryDequeue(out var profile))
        {
            yield return profile;
        }
    }

    private static int ReadBeginning(Stream stream, byte[] to)
    {
        var length = 0;
        try
        {
            while (length < to.Length && stream.Read(to, length, to.Length - length) is > 0 and var got)
            {
                length += got;
            }
        }
        catch (Exception e) when (IsBroken(e))
        {
            // What there is before the damage is read; the damage is met again behind it.
            if (length == 0)
            {
                throw new ProfileException($"could not be read: {e.Message.TrimEnd('.').ReplaceLineEndings(" ")}", e);
            }
        }

        return length;
    }

    private static bool IsBroken(Exception e) => e is IOException or InvalidDataException or ZstdSharp.ZstdException;

    private static byte[] ReadAll(byte[] beginning, Stream stream, ProfileContext context, out string? failure)
    {
        failure = null;
        using var all = new MemoryStream();
        all.Write(beginning);
        var buffer = new byte[1 << 16];
        try
        {
            while (stream.Read(buffer) is > 0 and var length)
            {
                all.Write(buffer, 0, length);
                if (all.Length > context.Options.MaxBinaryBytes)
                {
                    throw new ProfileException($"binary, and longer than {context.Options.MaxBinaryBytes >> 20} MB");
                }
            }
        }
        catch (Exception e) when (IsBroken(e))
        {
            failure = $"reading stopped after {all.Length} bytes: {e.Message.TrimEnd('.')}";
        }

        return all.ToArray();
    }

    private static Content Sniff(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
        {
            return Content.Gzip;
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]))
        {
            return Content.Zstd;
        }

        if (bytes.StartsWith("PK\u0003\u0004"u8) || bytes.StartsWith("PK\u0005\u0006"u8))
        {
            return Content.Zip;
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return Content.Utf16;
        }

        var text = bytes.TrimStart(" \t\r\n"u8);
        if (text.StartsWith("<"u8) && (Begins(text, "<!doctype html") || Begins(text, "<html") || Begins(text, "<head")))
        {
            return Content.Html;
        }

        // Logs may hold colours and other bytes, but the first field of a pprof message is a line feed to a text.
        var start = bytes[..Math.Min(bytes.Length, 64)];
        var controls = 0;
        foreach (var b in start)
        {
            controls += b < 0x20 && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x1B or 0x0C) ? 1 : 0;
        }

        return controls > 0 && (bytes[0] == 0x0A || start.IndexOf((byte)0) >= 0 || controls > 4) ? Content.Binary : Content.Text;
    }

    private static bool Begins(ReadOnlySpan<byte> text, string with)
        => text.Length >= with.Length
            && Encoding.ASCII.GetString(text[..with.Length]).Equals(with, StringComparison.OrdinalIgnoreCase);

    private static string Title(byte[] page)
    {
        var text = Encoding.UTF8.GetString(page);
        var start = text.IndexOf("<title>", StringComparison.OrdinalIgnoreCase);
        var end = start < 0 ? -1 : text.IndexOf('<', start + 1);
        return end < 0 ? "" : $" (\"{Cut(text[(start + "<title>".Length)..end].Trim().ReplaceLineEndings(" "))}\")";
    }

    private enum Content
    {
        Text,
        Binary,
        Gzip,
        Zstd,
        Zip,
        Utf16,
        Html,
    }
}
