namespace Unpark.Explorer;

/// <summary>What a program that runs on one schedule has beyond its state: a clock, its outputs, its limits.</summary>
internal sealed class StraightRun(RunOptions options)
{
    /// <summary>How many instructions a goroutine executes before others run.</summary>
    public const int Slice = 10_000;

    public RunOptions Options { get; } = options;

    public MemoryStream Output { get; } = new();

    public MemoryStream Errors { get; } = new();

    /// <summary>How many instructions were executed.</summary>
    public long Instructions { get; set; }

    /// <summary>How long nothing could run but time passed, in nanoseconds.</summary>
    public long Waited { get; set; }

    /// <summary>The time since the program began, in nanoseconds: each instruction takes one.</summary>
    public long Now => Instructions + Waited;

    /// <summary>What is not supported and stopped the program, or null.</summary>
    public string? Unsupported { get; set; }

    /// <summary>True once the first goroutine has ended by runtime.Goexit.</summary>
    public bool MainHasLeft { get; set; }

    private ulong random = 0x9E3779B97F4A7C15;

    /// <summary>A number from 0 to below a limit, the same sequence each time.</summary>
    public int Random(int limit)
    {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        return (int)(random % (ulong)limit);
    }

    /// <summary>A number of 64 bits.</summary>
    public ulong Random64()
    {
        Random(1);
        return random;
    }
}
