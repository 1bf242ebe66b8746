using System.Diagnostics;
using System.Text;
using Unpark.Flow;
using Unpark.Go.Build;
using Unpark.Go.Tests.Oracles;

namespace Unpark.Explorer.Tests.Semantics;

/// <summary>
/// The Go files in Semantics/Programs as one module: each is a package with a function Run, and main calls the one that its
/// argument names. It is built once by the real toolchain and loaded once by us.
/// </summary>
public sealed class SnippetModule : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("unpark-semantics").FullName;
    private readonly string executable;
    private readonly GoProgram program;
    private readonly FlowPackage main;

    public SnippetModule()
    {
        var text = new StringBuilder("package main\n\nimport (\n\t\"os\"\n");
        foreach (var name in Names)
        {
            text.Append($"\t\"snippets/{name}\"\n");
        }

        text.Append(")\n\nfunc main() {\n\tswitch os.Args[1] {\n");
        foreach (var name in Names)
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
            File.Copy(Path.Combine(Source, name + ".go.txt"), Path.Combine(folder, name, name + ".go"));
            text.Append($"\tcase \"{name}\":\n\t\t{name}.Run()\n");
        }

        File.WriteAllText(Path.Combine(folder, "main.go"), text.Append("\t}\n}\n").ToString());
        File.WriteAllText(Path.Combine(folder, "go.mod"), "module snippets\n\ngo 1.27\n");
        executable = Path.Combine(folder, OperatingSystem.IsWindows() ? "main.exe" : "main");
        GoToolchain.Run(GoToolchain.Start(GoToolchain.Command, ["build", "-o", executable, "."], folder));
        program = GoProgram.Load(new LoadOptions { Dir = folder, Build = new BuildOptions { GoRoot = GoToolchain.Root } });
        main = new FlowPackage(program.Roots[0].TypeCheck());
    }

    /// <summary>The names of the files.</summary>
    public static IEnumerable<string> Names => Directory.EnumerateFiles(Source, "*.go.txt")
        .Select(p => Path.GetFileName(p)[..^".go.txt".Length]).Order(StringComparer.Ordinal);

    private static string Source => Path.Combine(GoToolchain.Repository, "test", "Unpark.Explorer.Tests", "Semantics", "Programs");

    /// <summary>What a snippet does under Go: the exit status, what it writes, of a panic the first line.</summary>
    public string UnderGo(string name)
    {
        using var process = Process.Start(GoToolchain.Start(executable, [name], folder))!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return Text(process.ExitCode, output, errors.Result);
    }

    /// <summary>What it does under the interpreter.</summary>
    public string Interpreted(string name)
    {
        var run = new ProgramRunner(program, main).Run(new RunOptions { Arguments = [name] }, TestContext.Current.CancellationToken);
        return run.Unsupported
            ?? Text(run.ExitCode, Encoding.UTF8.GetString(run.Output.Span), Encoding.UTF8.GetString(run.Errors.Span));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Text(int exitCode, string output, string errors)
    {
        var kept = new StringBuilder();
        foreach (var line in errors.TrimEnd('\n').Split('\n'))
        {
            kept.Append(line.Replace(" [recovered]", "", StringComparison.Ordinal)).Append('\n');
            if (line.StartsWith("panic: ", StringComparison.Ordinal) || line.StartsWith("fatal error: ", StringComparison.Ordinal))
            {
                break;
            }
        }

        return $"{output}\n--- standard error\n{kept}\n--- exit status {exitCode}";
    }
}
