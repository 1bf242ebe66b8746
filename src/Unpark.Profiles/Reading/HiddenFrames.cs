using System.Runtime.InteropServices;
using System.Text;

namespace Unpark.Profiles.Reading;

/// <summary>
/// The innermost frames of debug=1, which that form leaves out: what a goroutine waits for. The addresses of these frames
/// are there without names. They get names where the same addresses lead to goroutines whose operation is known by the
/// function they are in, and are left unknown elsewhere.
/// </summary>
internal sealed class HiddenFrames
{
    /// <summary>How many addresses of a stack matter here.</summary>
    public const int Addresses = 4;

    // gopark and selectgo; gopark, chanrecv and chanrecv1.
    private const int OfSelect = 2;
    private const int OfChannel = 3;

    // Functions of the standard library that do nothing but the one operation. Those with a select may have channel
    // operations beside it, which have more frames.
    private static readonly HashSet<string> Selects = new(StringComparer.Ordinal)
    {
        "net/http.(*persistConn).writeLoop", "net/http.(*persistConn).readLoop", "net/http.(*persistConn).roundTrip",
        "net/http.(*timeoutHandler).ServeHTTP", "net/http.(*Server).Shutdown", "database/sql.(*DB).connectionOpener",
        "database/sql.(*DB).connectionCleaner", "database/sql.(*Rows).awaitDone", "context.(*cancelCtx).propagateCancel.func",
        "io.(*pipe).read", "io.(*pipe).write", "os/exec.(*Cmd).watchCtx.func", "os/signal.NotifyContext.func",
    };

    private static readonly HashSet<string> Receives = new(StringComparer.Ordinal)
    {
        "database/sql.(*Tx).awaitDone", "testing.(*T).Run", "testing.(*testState).waitParallel", "testing.(*testContext).waitParallel",
    };

    private static readonly HashSet<string> Sends = new(StringComparer.Ordinal) { "golang.org/x/sync/errgroup.(*Group).Go" };

    // What waits by these is parked, and not stopped in the midst of its work.
    private static readonly HashSet<string> Parks = new(StringComparer.Ordinal)
    {
        "internal/poll.runtime_pollWait", "sync.runtime_Semacquire", "sync.runtime_SemacquireMutex", "sync.runtime_SemacquireRWMutex",
        "sync.runtime_SemacquireRWMutexR", "sync.runtime_SemacquireWaitGroup", "sync.runtime_notifyListWait",
        "internal/sync.runtime_SemacquireMutex", "time.Sleep",
    };

    private readonly HashSet<ulong> park = [];
    private readonly Dictionary<(ulong Park, ulong Call), string[]> known = [];

    /// <summary>Takes note of a goroutine whose operation may be known.</summary>
    /// <param name="addresses">The first addresses of its stack.</param>
    /// <param name="hidden">How many of them belong to frames that are left out.</param>
    /// <param name="function">The innermost function that is not.</param>
    public void Learn(ReadOnlySpan<ulong> addresses, int hidden, ReadOnlySpan<byte> function)
    {
        if (hidden is < 1 or > OfChannel)
        {
            return;
        }

        var name = FunctionName.Stable(Encoding.UTF8.GetString(function));
        if (Parks.Contains(name))
        {
            park.Add(addresses[0]);
        }
        else if (hidden == OfSelect && Selects.Contains(name))
        {
            known[(addresses[0], addresses[1])] = ["runtime.gopark", "runtime.selectgo"];
        }
        else if (hidden == OfChannel && Receives.Contains(name))
        {
            known[(addresses[0], addresses[2])] = ["runtime.gopark", "runtime.chanrecv", "runtime.chanrecv1"];
        }
        else if (hidden == OfChannel && Sends.Contains(name))
        {
            known[(addresses[0], addresses[2])] = ["runtime.gopark", "runtime.chansend", "runtime.chansend1"];
        }
    }

    /// <summary>The functions of the frames that are left out, the innermost first; none if they are not known.</summary>
    public ReadOnlySpan<string> Of(ReadOnlySpan<ulong> addresses, int hidden)
        => hidden is OfSelect or OfChannel && park.Contains(addresses[0])
            && known.TryGetValue((addresses[0], addresses[hidden - 1]), out var names) && names.Length == hidden ? names : [];

    /// <summary>A goroutine of debug=1 that waits for its hidden frames.</summary>
    public sealed class Record(ReadOnlySpan<int> frames, ReadOnlySpan<ulong> addresses, int hidden, int labels, long count)
    {
        private readonly int[] frames = frames.ToArray();
        private readonly ulong[] addresses = addresses.ToArray();

        /// <summary>Its labels.</summary>
        public int Labels { get; } = labels;

        /// <summary>How many goroutines it stands for.</summary>
        public long Count { get; } = count;

        /// <summary>Its stack with the frames that were left out, as far as they are known.</summary>
        public int StackIn(StackTable stacks, HiddenFrames known)
        {
            var names = known.Of(addresses, hidden);
            var all = new List<int>(names.Length + frames.Length);
            foreach (var name in names)
            {
                all.Add(stacks.Frame(FrameRole.Call, Encoding.UTF8.GetBytes(name), []));
            }

            all.AddRange(frames);
            return stacks.Stack(CollectionsMarshal.AsSpan(all));
        }
    }
}
