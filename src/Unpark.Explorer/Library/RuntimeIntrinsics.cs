namespace Unpark.Explorer;

/// <summary>Packages runtime, os and log as far as they end or move goroutines.</summary>
internal static class RuntimeIntrinsics
{
    public static IEnumerable<Intrinsic> All { get; } =
    [
        new("runtime.Gosched", c => c.Machine.Yield(c), null),
        new("runtime.GC", _ => default, null),
        new("runtime.KeepAlive", _ => default, null),
        new("runtime.GOMAXPROCS", _ => Value.Of(2L), null),
        new("runtime.NumCPU", _ => Value.Of(2L), null),
        new("runtime.LockOSThread", _ => default, null),
        new("runtime.UnlockOSThread", _ => default, null),
        new("runtime.Goexit", c => c.Machine.Goexit(c), null),
        new("runtime.NumGoroutine", c => c.Machine.Straight != null ? Value.Of(c.Machine.GoroutineCount) : c.Unknown(), null),
        new("math/rand.runtime_rand", Random, null),
        new("math/rand/v2.runtime_rand", Random, null),
        new("os.Exit", null, OperationKind.Exit),
        new("log.Fatal", null, OperationKind.Exit),
        new("log.Fatalf", null, OperationKind.Exit),
        new("log.Fatalln", null, OperationKind.Exit),
    ];

    private static Value Random(IntrinsicCall call) =>
        call.Machine.Straight is { } run ? Value.Of((long)run.Random64()) : call.Unknown();
}
