namespace Unpark.Explorer;

/// <summary>A call that is being executed. One that another state made is copied before it is changed.</summary>
internal sealed class Frame
{
    public Frame(long owner, CodeFunction code, Frame? caller)
        : this(owner, code, caller, (caller?.Depth ?? 0) + 1, new Value[code.RegisterCount])
    {
    }

    private Frame(long owner, CodeFunction code, Frame? caller, int depth, Value[] registers)
    {
        Owner = owner;
        Code = code;
        Caller = caller;
        Registers = registers;
        Depth = depth;
    }

    public long Owner { get; }

    public CodeFunction Code { get; }

    /// <summary>The frame below; null for the first one of a goroutine, and of the calls that a range over a function keeps.</summary>
    public Frame? Caller { get; set; }

    /// <summary>How many frames there are down to the first one of the goroutine, this one included.</summary>
    public int Depth { get; }

    /// <summary>The place of the next instruction.</summary>
    public int Place { get; set; }

    public Value[] Registers { get; }

    /// <summary>The calls that are deferred, the last one first.</summary>
    public DeferredCall? Defers { get; set; }

    /// <summary>The panic that runs this frame's deferred calls, or null.</summary>
    public PanicRecord? Panic { get; set; }

    /// <summary>The loops over functions that are being executed, the innermost first.</summary>
    public ActiveRange? Ranges { get; set; }

    /// <summary>True if a frame's deferred calls are run and this is one of them.</summary>
    public bool IsDeferred { get; set; }

    /// <summary>The cell of a sync.Once, or of a sync.WaitGroup, that waits for the end of this call; otherwise nil.</summary>
    public Value Ends { get; set; }

    /// <summary>True if it only stands for the call of a function without a body that another frame has deferred.</summary>
    public bool IsThunk => Code.Number < 0 && Caller != null;

    public Instruction Current => Code.Instructions[Place];

    public Frame Copy(long owner) => new(owner, Code, Caller, Depth, (Value[])Registers.Clone())
    {
        Place = Place,
        Defers = Defers,
        Panic = Panic,
        Ranges = Ranges,
        IsDeferred = IsDeferred,
        Ends = Ends,
    };
}
