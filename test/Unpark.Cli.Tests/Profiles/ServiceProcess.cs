using System.Diagnostics;
using System.Globalization;
using Unpark.Cli.Tests.Support;

namespace Unpark.Cli.Tests.Profiles;

/// <summary><c>samples/service</c>, built with the real toolchain and running.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private static readonly Lazy<string> Built = new(Build);

    private readonly TemporaryFolder folder = new();
    private readonly Process process;
    private readonly HttpClient client = new();

    public ServiceProcess()
    {
        Socket = Path.Combine(folder.Path, "s.sock");
        process = UnparkProcess.Start(Built.Value, folder.Path, new Dictionary<string, string?>(), "-unix", Socket);
        _ = process.StandardError.ReadToEndAsync();
        Address = process.StandardOutput.ReadLine()!;
    }

    /// <summary>The folder of the source.</summary>
    public static string Source { get; } = Repository.File("samples", "service");

    /// <summary>host:port.</summary>
    public string Address { get; }

    /// <summary>The unix socket it serves its profiles at too.</summary>
    public string Socket { get; }

    /// <summary>The number of the process.</summary>
    public int Id => process.Id;

    /// <summary>Leaks some goroutines in the way of a scenario.</summary>
    public void Leak(int scenario, int count) => Get($"/leak/s{scenario}?n={count}");

    /// <summary>Fetches a page.</summary>
    public byte[] Get(string path)
#pragma warning disable xUnit1031 // a process that answers, or the test ends
        => client.GetByteArrayAsync($"http://{Address}{path}").GetAwaiter().GetResult();
#pragma warning restore xUnit1031

    public void Dispose()
    {
        client.Dispose();
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.WaitForExit();
        process.Dispose();
        folder.Dispose();
    }

    private static string Build()
    {
        var target = Path.Combine(Directory.CreateTempSubdirectory("unpark-service-").FullName, "service");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Path.GetDirectoryName(target)!, recursive: true);
        var build = UnparkProcess.RunGoTool("go", Source, "build", "-o", target, ".");
        Assert.True(build.ExitCode == 0, build.Error);
        return target;
    }
}
