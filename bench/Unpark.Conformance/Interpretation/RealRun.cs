using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Conformance.Interpretation;

/// <summary>What a program does under the real toolchain. Built and run once; what it did is kept in artifacts.</summary>
/// <param name="ExitCode">The exit status; -1 if it did not end in time, -2 if it was not built.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
internal sealed record RealRun(int ExitCode, string Output, string Errors)
{
    public const int NoEnd = -1;
    public const int NotBuilt = -2;
    private const int Milliseconds = 20_000;

    /// <summary>Lays the program out as a module, and runs it unless that was done before.</summary>
    /// <returns>The module's folder and what happened.</returns>
    public static (string Folder, RealRun Run) Of(GoTestProgram program)
    {
        var folder = Path.Combine(GoToolchain.Repository, "artifacts", "go-test-programs", program.Name);
        var key = program.Header + "\n" + string.Join("\n", program.Files.Select(f => f.Key + "\n" + f.Value));
        var hash = System.Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..16];
        var kept = Path.Combine(folder, "expected." + hash);
        if (!Directory.Exists(kept))
        {
            if (Directory.Exists(folder))
            {
                Array.ForEach(Directory.GetFiles(folder), File.Delete);
            }

            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "go.mod"), "module test\n\ngo 1.27\n");
            foreach (var (name, text) in program.Files)
            {
                var path = Path.Combine(folder, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, text);
            }

            var run = BuildAndRun(program, folder);
            Directory.CreateDirectory(kept + ".part");
            File.WriteAllText(Path.Combine(kept + ".part", "stdout"), run.Output);
            File.WriteAllText(Path.Combine(kept + ".part", "stderr"), run.Errors);
            File.WriteAllText(Path.Combine(kept + ".part", "exit"), run.ExitCode.ToString(CultureInfo.InvariantCulture));
            Directory.Move(kept + ".part", kept);
        }

        return (folder, new RealRun(int.Parse(File.ReadAllText(Path.Combine(kept, "exit")), CultureInfo.InvariantCulture),
            File.ReadAllText(Path.Combine(kept, "stdout")), File.ReadAllText(Path.Combine(kept, "stderr"))));
    }

    private static RealRun BuildAndRun(GoTestProgram program, string folder)
    {
        var executable = Path.Combine(folder, "program");
        var flags = program.Header.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Where(a => a.StartsWith("-gcflags=", StringComparison.Ordinal))
            .Select(f => f.Replace("'", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal));
        var built = Run(GoToolchain.Start(GoToolchain.Command, ["build", .. flags, "-o", executable, "."], folder), 120_000);
        if (built.ExitCode != 0)
        {
            return built with { ExitCode = NotBuilt };
        }

        var ran = Run(GoToolchain.Start(executable, program.Arguments, folder), Milliseconds);
        File.Delete(executable);
        return ran;
    }

    private static RealRun Run(ProcessStartInfo start, int milliseconds)
    {
        start.StandardOutputEncoding = Encoding.Latin1;
        start.StandardErrorEncoding = Encoding.Latin1;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(milliseconds))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            return new RealRun(NoEnd, output.Result, errors.Result);
        }

        return new RealRun(process.ExitCode, output.Result, errors.Result);
    }
}
