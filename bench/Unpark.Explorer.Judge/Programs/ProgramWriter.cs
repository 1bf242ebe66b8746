using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Unpark.Explorer.Judge;

/// <summary>Writes generated programs as Go. There is one operation a line, so that a line tells which one it is.</summary>
public sealed class ProgramWriter
{
    private const string Header = """
        package main

        import (
        	"context"
        	"runtime"
        	"sync"
        	"sync/atomic"
        	"time"
        )

        var (
        	_ context.Context
        	_ runtime.Error
        	_ sync.Locker
        	_ atomic.Int64
        	_ time.Duration
        )

        """;

    private readonly GeneratedProgram program;
    private readonly WriterMode mode;
    private readonly StringBuilder text = new();
    private readonly Queue<(string Heading, string Prefix, ImmutableArray<Statement> Body)> functions = [];
    private readonly bool rescues;
    private int line = 1;
    private int indent;
    private string prefix = "";

    private ProgramWriter(GeneratedProgram program, WriterMode mode)
    {
        this.program = program;
        this.mode = mode;
        rescues = program.MayPanic;
    }

    /// <summary>The file of a program.</summary>
    public static string Write(GeneratedProgram program, WriterMode mode)
    {
        var writer = new ProgramWriter(program, mode);
        foreach (var one in Header.Split('\n'))
        {
            writer.Line(one);
        }

        foreach (var (resource, i) in program.Resources.Select((r, i) => (r, i)).Where(r => r.r.IsGlobal && program.Used.Contains(r.i)))
        {
            // The other forms are run more than once: each time what is kept in a variable of the package is made anew.
            writer.Line(mode == WriterMode.Plain
                ? string.Join("; ", writer.Variables(i, resource).Select(v => $"var {v.Name} = {v.Made}"))
                : "// in the first function");
        }

        writer.Line("");
        writer.Function($"func {program.Name}()", "", () => writer.Root());
        while (writer.functions.TryDequeue(out var function))
        {
            writer.Line("");
            writer.Function(function.Heading, function.Prefix, () => writer.Block(function.Body));
        }

        return writer.text.ToString();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Line(string code)
    {
        text.Append('\t', code.Length == 0 ? 0 : indent).Append(code).Append('\n');
        line++;
    }

    private void Function(string heading, string with, Action body)
    {
        prefix = with;
        Line(heading + " {");
        indent++;
        body();
        indent--;
        Line("}");
    }

    private void Root()
    {
        Rescue();
        var used = program.Used;
        for (var i = 0; i < program.Resources.Length; i++)
        {
            if (used.Contains(i))
            {
                Declare(i, program.Resources[i]);
            }
        }

        Block(program.Body);
    }

    private void Rescue()
    {
        if (rescues)
        {
            Line("defer rescue()");
        }
    }

    private void Declare(int index, Resource resource)
    {
        switch (resource.Kind)
        {
            case ResourceKind.Context:
                DeclareContext(index, resource);
                return;
            case ResourceKind.OnceFunction:
                DeclareOnce(index, resource);
                return;
        }

        var variables = Variables(index, resource).ToArray();
        Line(resource.IsGlobal && mode == WriterMode.Plain ? "// a variable of the package"
            : string.Join("; ", variables.Select(v => $"{v.Name} := {(resource.IsGlobal ? $"kept({v.Made})" : v.Made)}")));
        if (resource is { Kind: ResourceKind.Group, Size: > 0 })
        {
            Line(Operation(Text($"{Name(index)}.Add({resource.Size})")));
        }
    }

    // The variables of a resource and what they are made of.
    private IEnumerable<(string Name, string Made)> Variables(int index, Resource resource)
    {
        var name = Name(index);
        switch (resource.Kind)
        {
            case ResourceKind.Channel when resource.Size < 0:
                return [(name, "(chan int)(nil)")];
            case ResourceKind.Channel:
                return [(name, resource.Size == 0 ? "make(chan int)" : Text($"make(chan int, {resource.Size})"))];
            case ResourceKind.Requests:
                return [(name, Text($"make(chan chan int, {resource.Size})"))];
            case ResourceKind.Cond:
                return [(name, "newFlag()")];
            case ResourceKind.Timer:
                return [(name, mode == WriterMode.Gated ? "time.NewTimer(never)" : "time.NewTimer(time.Millisecond)")];
            case ResourceKind.Ticker:
                return [(name, mode == WriterMode.Gated ? "time.NewTicker(never)" : "time.NewTicker(time.Millisecond)")];
            case ResourceKind.Variable:
                var made = Forms[resource.Size].Made;
                return [(name, "new(sync.Mutex)"), (BoxOf(index), resource.IsGlobal && mode == WriterMode.Plain ? made : $"box({made})")];
            default:
                return [(name, $"new({TypeOf(resource.Kind)[1..]})")];
        }
    }

    // Of guarded variables: the type, what they are at first, and what makes a cell of them.
    private static readonly (string Type, string Made, Func<string, string> Cell)[] Forms =
    [
        ("int", "0", v => v),
        ("*int", "new(int)", v => $"*{v}"),
        ("[2]int", "[2]int{}", v => $"{v}[1]"),
        ("[]int", "make([]int, 2)", v => $"{v}[1]"),
        ("map[string]int", "map[string]int{}", v => $"{v}[\"k\"]"),
        ("*counter", "&counter{}", v => $"{v}.n"),
    ];

    private string BoxOf(int index) => IsInPackage(index) ? PackageName(index, "v") : prefix + Text($"v{index}");

    private string CellOf(int index)
    {
        var box = BoxOf(index);
        return Forms[program.Resources[index].Size].Cell(IsInPackage(index) ? box : $"(*{box})");
    }

    private bool IsInPackage(int index) => mode == WriterMode.Plain && program.Resources[index].IsGlobal;

    private string PackageName(int index, string kind) => Text($"{program.Name.ToLowerInvariant()}_{kind}{index}");

    private void DeclareOnce(int index, Resource resource)
    {
        var name = Name(index);
        var with = resource.Parent >= 0 ? Name(resource.Parent) : "";
        var isGated = mode == WriterMode.Gated;
        Line($"{name} := sync.Once{(resource.Size == 4 ? "Value(func() int {" : "Func(func() {")}{(isGated ? " done(0)" : "")}");
        indent++;
        var got = Text($"v{line}");
        Line(resource.Size switch
        {
            0 => Operation($"{with} <- 1"),
            1 => Operation($"close({with})"),
            2 => Operation($"<-{with}"),
            3 => "panic(\"on purpose\")",
            _ => Operation($"{got} := <-{with}"),
        });
        if (resource.Size == 4)
        {
            Line($"return {got}");
        }

        indent--;
        Line("})");
    }

    private void DeclareContext(int index, Resource resource)
    {
        var name = Name(index);
        var cancel = CancelOf(name);
        var parent = resource.Parent < 0 ? "context.Background()" : Name(resource.Parent);
        var made = resource.Size == 0 ? $"{name}, {cancel} := context.WithCancel({parent})"
            : mode == WriterMode.Gated ? Text($"s{line} := spawnUnder({parent}); {name}, {cancel} := context.WithTimeout({parent}, deadline(s{line}))")
            : $"{name}, {cancel} := context.WithTimeout({parent}, time.Millisecond)";
        made += $"; _, _ = {name}, {cancel}";
        // A context without a parent is not seen by others yet.
        Line(resource.Parent < 0 ? made : Operation(made));
        if (resource.IsCancelled)
        {
            Line(Deferred(cancel + "()"));
        }
    }

    private static string CancelOf(string context) => context.Replace("ctx", "cancel", StringComparison.Ordinal);

    private static string TypeOf(ResourceKind kind) => kind switch
    {
        ResourceKind.Channel => "chan int",
        ResourceKind.Requests => "chan chan int",
        ResourceKind.Mutex => "*counter",
        ResourceKind.ReadWriteMutex => "*sync.RWMutex",
        ResourceKind.Group => "*sync.WaitGroup",
        ResourceKind.Once => "*sync.Once",
        ResourceKind.Cond => "*flag",
        ResourceKind.Number => "*atomic.Int64",
        ResourceKind.Variable => "*sync.Mutex",
        ResourceKind.Map => "*sync.Map",
        ResourceKind.Timer => "*time.Timer",
        ResourceKind.Ticker => "*time.Ticker",
        _ => "context.Context",
    };

    private static string NameOf(ResourceKind kind) => kind switch
    {
        ResourceKind.Channel => "c",
        ResourceKind.Requests => "q",
        ResourceKind.Mutex => "mu",
        ResourceKind.ReadWriteMutex => "rw",
        ResourceKind.Group => "wg",
        ResourceKind.Once => "once",
        ResourceKind.Cond => "cond",
        ResourceKind.Number => "n",
        ResourceKind.Variable => "guard",
        ResourceKind.Map => "sm",
        ResourceKind.Timer => "timer",
        ResourceKind.Ticker => "ticker",
        ResourceKind.OnceFunction => "do",
        _ => "ctx",
    };

    private string BareName(int resource) => Text($"{NameOf(program.Resources[resource].Kind)}{resource}");

    private string Name(int resource) => IsInPackage(resource)
        ? PackageName(resource, NameOf(program.Resources[resource].Kind)) : prefix + BareName(resource);

    // What is handed to a function of its own to use a resource.
    private (string Name, string Type)[] Parameters(int resource) => program.Resources[resource] switch
    {
        _ when IsInPackage(resource) => [],
        { Kind: ResourceKind.OnceFunction, Size: var size } => [(BareName(resource), size == 4 ? "func() int" : "func()")],
        { Kind: ResourceKind.Variable, Size: var form } => [(BareName(resource), "*sync.Mutex"), (Text($"v{resource}"), "*" + Forms[form].Type)],
        { Kind: var kind } => [(BareName(resource), TypeOf(kind))],
    };

    // An operation that others can see.
    private string Operation(string code) => mode switch
    {
        WriterMode.Noisy => Text($"noise({Site}); {code}"),
        WriterMode.Gated => Text($"at({line}); {code}; done({line})"),
        _ => code,
    };

    // The beginning of a statement that is one.
    private string Begin(string code) => mode switch
    {
        WriterMode.Noisy => Text($"noise({Site}); {code}"),
        WriterMode.Gated => Text($"at({line}); {code}"),
        _ => code,
    };

    // What gives something back, which is part of the step before if nobody tries locks.
    private string Release(string code) => mode != WriterMode.Gated ? Operation(code)
        : program.TriesLocks ? Text($"atRelease({line}); {code}; done({line})")
        : code;

    // A deferred call is done where the function returns.
    private string Deferred(string code) => mode switch
    {
        WriterMode.Noisy => Text($"defer func() {{ noise({Site}); {code} }}()"),
        WriterMode.Gated => $"defer func() {{ at(0); {code}; births(); done(0) }}()",
        _ => "defer " + code,
    };

    private string DeferredRelease(string code) => mode != WriterMode.Gated ? Deferred(code)
        : program.TriesLocks ? $"defer func() {{ atRelease(0); {code}; done(0) }}()"
        : "defer " + code;

    private uint Site => ((uint)program.Number << 10) | (uint)line;

    private void Block(ImmutableArray<Statement> block)
    {
        foreach (var statement in block)
        {
            Write(statement);
        }
    }

    private void Inner(string heading, ImmutableArray<Statement> block, string end = "}")
    {
        Line(heading);
        indent++;
        Block(block);
        indent--;
        Line(end);
    }

    private void Write(Statement statement)
    {
        var name = statement.Resource >= 0 ? Name(statement.Resource) : "";
        var number = statement.Number;
        var at = line;
        switch (statement.Kind)
        {
            case StatementKind.Send:
                Line(Operation(Text($"{name} <- {number}")));
                break;
            case StatementKind.Receive when number == 0:
                Line(Operation($"<-{name}"));
                break;
            case StatementKind.Receive:
                Line(Operation(Text($"_, ok{line} := <-{name}")));
                Inner(Text($"if !ok{at} {{"), [new Statement(StatementKind.Return)]);
                break;
            case StatementKind.ReceiveIf:
                Line(Operation(Text($"v{line} := <-{name}")));
                Inner(Text($"if v{at} < {number} {{"), statement.Blocks[0]);
                break;
            case StatementKind.Range:
                Line(Begin($"for range {name} {{{Behind()}"));
                indent++;
                Block(statement.Blocks[0]);
                indent--;
                Line(mode == WriterMode.Gated ? Text($"at({at}); }}; done({at})") : "}");
                break;
            case StatementKind.Close:
                Line(Operation($"close({name})"));
                break;
            case StatementKind.Select:
                Select(statement.Blocks[0], false);
                break;
            case StatementKind.Serve:
                Line("for {");
                indent++;
                Select(statement.Blocks[0], true);
                indent--;
                Line("}");
                break;
            case StatementKind.Lock or StatementKind.WriteLock:
                Locked(name + ".Lock()", name + ".Unlock()", statement);
                break;
            case StatementKind.ReadLock:
                Locked(name + ".RLock()", name + ".RUnlock()", statement);
                break;
            case StatementKind.TryLock:
                Line(Operation(Text($"ok{line} := {name}.TryLock()")));
                Line(Text($"if ok{at} {{"));
                indent++;
                Block(statement.Blocks[0]);
                Line(Release(name + ".Unlock()"));
                indent--;
                Line("}");
                break;
            case StatementKind.Count:
                Line(Operation(name + ".Lock()"));
                Line($"{name}.n++");
                Line(Text($"v{at} := {name}.n"));
                Line(Release(name + ".Unlock()"));
                Inner(Text($"if v{at} < {number} {{"), statement.Blocks[0]);
                break;
            case StatementKind.Go:
                Goroutine(statement);
                break;
            case StatementKind.GroupGo when number == 2:
                Inner(mode == WriterMode.Gated
                    ? Text($"s{at} := spawn(); {name}.Go(func() {{ begin(s{at}); defer end()")
                    : $"{name}.Go(func() {{", WithRescue(statement.Blocks[0]), "})");
                break;
            case StatementKind.GroupGo:
                Line(Operation($"{name}.Add(1)"));
                OpenGo();
                Rescue();
                if (number == 0)
                {
                    Line(DeferredRelease($"{name}.Done()"));
                }

                Block(statement.Blocks[0]);
                if (number != 0)
                {
                    Line(Release($"{name}.Done()"));
                }

                indent--;
                Line("}()");
                break;
            case StatementKind.Wait:
                Line(Operation($"{name}.Wait()"));
                break;
            case StatementKind.Once:
                Inner(Begin($"{name}.Do(func() {{{Behind()}"), statement.Blocks[0], mode == WriterMode.Gated ? Text($"}}); done({at})") : "})");
                break;
            case StatementKind.Await:
                Await(name, number);
                break;
            case StatementKind.Raise:
                Line(Operation($"{name}.mu.Lock()"));
                Line($"{name}.set = true");
                if (number != 2)
                {
                    Line(Operation(name + (number == 0 ? ".c.Signal()" : ".c.Broadcast()")));
                }

                Line(Release($"{name}.mu.Unlock()"));
                break;
            case StatementKind.Add:
                Line(Operation(Text($"{name}.Add({number})")));
                break;
            case StatementKind.Swap:
                Line(Operation(Text($"ok{line} := {name}.CompareAndSwap(0, 1)")));
                Inner(Text($"if ok{at} {{"), statement.Blocks[0]);
                break;
            case StatementKind.IfLess:
                Line(Operation(Text($"v{line} := {name}.Load()")));
                Either(Text($"v{at} < {number}"), statement.Blocks[0], statement.Blocks[1]);
                break;
            case StatementKind.Cancel:
                Line(Operation($"{CancelOf(name)}(){(mode == WriterMode.Gated ? "; births()" : "")}"));
                break;
            case StatementKind.Done:
                Line(Operation($"<-{name}.Done()"));
                break;
            case StatementKind.IfEnded:
                Line(Operation(Text($"err{line} := {name}.Err()")));
                Inner(Text($"if err{at} != nil {{"), statement.Blocks[0]);
                break;
            case StatementKind.AfterEnd:
                Inner(mode == WriterMode.Gated
                    ? Text($"at({at}); s{at} := later({name}); context.AfterFunc({name}, func() {{ begin(s{at}.born()); defer end()")
                    : Begin($"context.AfterFunc({name}, func() {{"),
                    WithRescue(statement.Blocks[0]), mode == WriterMode.Gated ? Text($"}}); done({at})") : "})");
                break;
            case StatementKind.AfterTime:
                Inner(mode == WriterMode.Gated
                    ? Text($"s{at} := spawnTimer(); time.AfterFunc(untilFires(s{at}), func() {{ begin(s{at}); defer end()")
                    : "time.AfterFunc(time.Millisecond, func() {", WithRescue(statement.Blocks[0]), "})");
                break;
            case StatementKind.Ask:
                Line(Text($"r{at} := make(chan int{(number > 0 ? ", 1" : "")})"));
                Line(Operation(Text($"{name} <- r{at}")));
                Line(Operation(Text($"<-r{at}")));
                break;
            case StatementKind.Answer:
                Line(Operation(Text($"r{at} := <-{name}")));
                Line(Operation(Text($"r{at} <- 1")));
                break;
            case StatementKind.Set:
                Line(Operation($"{name}.Lock()"));
                Line(Text($"{CellOf(statement.Resource)} = {number}"));
                Line(Release($"{name}.Unlock()"));
                break;
            case StatementKind.IfSet:
                Line(Operation($"{name}.Lock()"));
                Line(Text($"v{at} := {CellOf(statement.Resource)}"));
                Line(Release($"{name}.Unlock()"));
                Either(Text($"v{at} == {number}"), statement.Blocks[0], statement.Blocks[1]);
                break;
            case StatementKind.AddIf:
                Line(Operation(Text($"v{line} := {name}.Add(1)")));
                Inner(Text($"if v{at} == {number} {{"), statement.Blocks[0]);
                break;
            case StatementKind.LastKey:
                Line(Text($"last{at} := 0"));
                RangeOverMap(number, key =>
                {
                    Line(Text($"last{at} = {key}"));
                    Block(statement.Blocks[0]);
                });
                Either(Text($"last{at} == 1"), statement.Blocks[1], statement.Blocks[2]);
                break;
            case StatementKind.SendKeys:
                RangeOverMap(number, key => Line(Operation($"{name} <- {key}")));
                break;
            case StatementKind.Yield:
                Line("runtime.Gosched()");
                break;
            case StatementKind.Store:
                Line(Operation(Text($"{name}.Store(\"k\", {number})")));
                break;
            case StatementKind.StoreFirst:
                Line(Operation(Text($"_, ok{line} := {name}.LoadOrStore(\"k\", {number})")));
                Inner(Text($"if !ok{at} {{"), statement.Blocks[0]);
                break;
            case StatementKind.Delete:
                Line(Operation(Text($"_, ok{line} := {name}.LoadAndDelete(\"k\")")));
                Inner(Text($"if ok{at} {{"), statement.Blocks[0]);
                break;
            case StatementKind.IfStored:
                Line(Operation(Text($"v{line}, _ := {name}.Load(\"k\")")));
                Either(Text($"v{at} == any({number})"), statement.Blocks[0], statement.Blocks[1]);
                break;
            case StatementKind.Replace:
                Line(Operation(Text($"ok{line} := {name}.CompareAndSwap(\"k\", {number}, {number + 1})")));
                Inner(Text($"if ok{at} {{"), statement.Blocks[0]);
                break;
            case StatementKind.StopTimer:
                Line(Operation(Text($"ok{line} := {name}.Stop()")));
                Inner(Text($"if ok{at} {{"), statement.Blocks[0]);
                break;
            case StatementKind.ResetTimer:
                Line(Operation($"{name}.Reset({Interval})"));
                break;
            case StatementKind.ReceiveTimer:
                Line(Operation(mode == WriterMode.Gated ? $"<-soon({name}, -1).C" : $"<-{name}.C"));
                break;
            case StatementKind.StopTicker:
                Line(Operation(mode == WriterMode.Gated ? $"stopTicks({name})" : $"{name}.Stop()"));
                break;
            case StatementKind.ResetTicker:
                Line(Operation(mode == WriterMode.Gated ? $"resetTicks({name})" : $"{name}.Reset({Interval})"));
                break;
            case StatementKind.ReceiveTicker:
                Line(Operation(mode == WriterMode.Gated ? $"<-tick({name}, -1).C; calm({name})" : $"<-{name}.C"));
                break;
            case StatementKind.Alarm:
                Alarm(statement);
                break;
            case StatementKind.CallOnce when program.Resources[statement.Resource].Size == 4:
                Line(Operation(Text($"v{line} := {name}()")));
                Inner(Text($"if v{at} < {number} {{"), statement.Blocks[0]);
                break;
            case StatementKind.CallOnce:
                Line(Operation($"{name}()"));
                Block(statement.Blocks[0]);
                break;
            case StatementKind.DeferWait:
                // Not within a function literal, whose line would be another one.
                Line(mode == WriterMode.Gated ? $"defer done(0); defer {name}.Wait(); defer at(0)" : $"defer {name}.Wait()");
                break;
            case StatementKind.Exit:
                Line("runtime.Goexit()");
                break;
            case StatementKind.Sleep:
                Line("time.Sleep(time.Millisecond)");
                break;
            case StatementKind.Loop:
                Inner(Text($"for range {number} {{"), statement.Blocks[0]);
                break;
            case StatementKind.Call:
                Line(number == 0 ? "func() {" : Separate(statement, false));
                if (number == 0)
                {
                    indent++;
                    Block(statement.Blocks[0]);
                    indent--;
                    Line("}()");
                }

                break;
            case StatementKind.Defer:
                Inner("defer func() {", statement.Blocks[0], "}()");
                break;
            case StatementKind.Guard:
                Line("func() {");
                indent++;
                Line("defer rescue()");
                Block(statement.Blocks[0]);
                indent--;
                Line("}()");
                break;
            case StatementKind.Panic:
                Line("panic(\"on purpose\")");
                break;
            case StatementKind.Rescue:
                Line("defer rescue()");
                break;
            default:
                Line("return");
                break;
        }
    }

    private string Interval => mode == WriterMode.Gated ? "never" : "time.Millisecond";

    private void Either(string condition, ImmutableArray<Statement> then, ImmutableArray<Statement> otherwise)
    {
        Inner($"if {condition} {{", then, "} else {");
        indent++;
        Block(otherwise);
        indent--;
        Line("}");
    }

    private void RangeOverMap(int keys, Action<string> body)
    {
        var at = line;
        var key = Text($"k{at}");
        var map = $"map[int]bool{{{string.Join(", ", Enumerable.Range(1, keys).Select(k => Text($"{k}: true")))}}}";
        Line(mode == WriterMode.Gated ? Text($"for _, {key} := range orderOf({at}, {keys}, {map}) {{ chooseKey({at})") : $"for {key} := range {map} {{");
        indent++;
        body(key);
        indent--;
        Line("}");
    }

    private void Alarm(Statement statement)
    {
        var at = line;
        var timer = Text($"t{at}");
        Inner(mode == WriterMode.Gated
            ? Text($"a{at} := newAlarm(); {timer} := time.AfterFunc(never, func() {{ begin(a{at}.token()); defer end()")
            : $"{timer} := time.AfterFunc(time.Millisecond, func() {{",
            WithRescue(statement.Blocks[0]), mode == WriterMode.Gated ? Text($"}}); a{at}.timer = {timer}") : "})");
        Block(statement.Blocks[1]);
        if (statement.Number > 0)
        {
            Line(Operation(mode == WriterMode.Gated ? Text($"ok{at} := a{at}.reset()") : Text($"ok{at} := {timer}.Reset({Interval})")));
        }
        else
        {
            Line(Operation(Text($"ok{at} := {timer}.Stop()")));
        }

        if (statement.Number == 1)
        {
            Line(Operation(Text($"ok{at} = {timer}.Stop()")));
        }

        Inner(Text($"if ok{at} {{"), statement.Blocks[2]);
    }

    private string Behind() => mode == WriterMode.Gated ? Text($" done({line})") : "";

    private ImmutableArray<Statement> WithRescue(ImmutableArray<Statement> block) => rescues
        ? [new Statement(StatementKind.Rescue), .. block]
        : block;

    private void Select(ImmutableArray<Statement> cases, bool serves)
    {
        // Of one case the compiler makes the operation alone.
        var at = cases is [{ Kind: not StatementKind.CaseDefault }] ? line + 1 : line;
        var polls = cases.Any(c => c.Kind == StatementKind.CaseDefault);
        Line(mode == WriterMode.Gated ? Text($"{(polls ? "atPoll" : "at")}({at}); select {{") : Begin("select {"));
        for (var i = 0; i < cases.Length; i++)
        {
            var one = cases[i];
            var name = one.Resource >= 0 ? Name(one.Resource) : "";
            var chosen = mode == WriterMode.Gated ? Text($" chose({at}, {i + 1});") : "";
            var returns = serves;
            switch (one.Kind)
            {
                case StatementKind.CaseSend:
                    Line(Text($"case {name} <- {one.Number}:{chosen}"));
                    returns = false;
                    break;
                case StatementKind.CaseReceive:
                    Line(serves ? Text($"case _, ok{line} := <-{name}:{chosen} if !ok{line} {{ return }}") : $"case <-{name}:{chosen}");
                    returns = false;
                    break;
                case StatementKind.CaseDone:
                    Line($"case <-{name}.Done():{chosen}");
                    break;
                case StatementKind.CaseAfter:
                    Line(mode == WriterMode.Gated ? Text($"case <-ripe(time.After(untilChosen({i + 1})), {i + 1}):{chosen}") : "case <-time.After(time.Millisecond):");
                    break;
                case StatementKind.CaseTimer:
                    Line(mode == WriterMode.Gated ? Text($"case <-soon({name}, {i + 1}).C:{chosen}") : $"case <-{name}.C:");
                    break;
                case StatementKind.CaseTicker:
                    Line(mode == WriterMode.Gated ? Text($"case <-tick({name}, {i + 1}).C: calm({name});{chosen}") : $"case <-{name}.C:");
                    returns = false;
                    break;
                default:
                    Line($"default:{(mode == WriterMode.Gated ? Text($" chose({at}, 0);") : "")}");
                    break;
            }

            indent++;
            Block(one.Blocks[0]);
            if (returns)
            {
                Line("return");
            }

            indent--;
        }

        Line("}");
    }

    private void Locked(string lockCall, string unlockCall, Statement statement)
    {
        if (statement.Number == 1)
        {
            Line("func() {");
            indent++;
        }

        Line(Operation(lockCall));
        if (statement.Number == 1)
        {
            Line(DeferredRelease(unlockCall));
        }

        Block(statement.Blocks[0]);
        if (statement.Number == 1)
        {
            indent--;
            Line("}()");
        }
        else if (statement.Number == 0)
        {
            Line(Release(unlockCall));
        }
    }

    private void Await(string name, int number)
    {
        Line(Operation($"{name}.mu.Lock()"));
        if (number < 2)
        {
            Line($"{(number == 0 ? "for" : "if")} !{name}.set {{");
            indent++;
        }

        Line(Operation($"{name}.c.Wait()"));
        if (number < 2)
        {
            indent--;
            Line("}");
        }

        Line(Release($"{name}.mu.Unlock()"));
    }

    private void OpenGo()
    {
        Line(mode == WriterMode.Gated ? Text($"s{line} := spawn(); go func() {{ begin(s{line}); defer end()")
            : mode == WriterMode.Noisy ? Text($"go func() {{ noise({Site});") : "go func() {");
        indent++;
    }

    private void Goroutine(Statement statement)
    {
        if (statement.Number == 0)
        {
            OpenGo();
            Rescue();
            Block(statement.Blocks[0]);
            indent--;
            Line("}()");
        }
        else if (mode == WriterMode.Gated)
        {
            var at = line;
            Line(Text($"s{at} := spawn(); go func() {{ begin(s{at}); defer end(); {Separate(statement, true)} }}()"));
        }
        else
        {
            Line("go " + Separate(statement, true));
        }
    }

    // A function or method of its own, and the call of it.
    private string Separate(Statement statement, bool starts)
    {
        var used = statement.All.Select(s => s.Resource).Where(r => r >= 0).Distinct().Order().ToArray();
        var cancels = statement.All.Where(s => s.Kind == StatementKind.Cancel).Select(s => s.Resource).Distinct().Order().ToArray();
        var parameters = used.SelectMany(Parameters)
            .Concat(cancels.Select(r => (Name: CancelOf(BareName(r)), Type: "context.CancelFunc"))).ToArray();
        var function = Text($"{program.Name.ToLowerInvariant()}{(statement.Number == 1 ? "f" : "m")}{line}");
        var body = starts ? WithRescue(statement.Blocks[0]) : statement.Blocks[0];
        if (statement.Number == 1)
        {
            functions.Enqueue(($"func {function}({string.Join(", ", parameters.Select(p => $"{p.Name} {p.Type}"))})", "", body));
            return $"{function}({string.Join(", ", parameters.Select(p => prefix + p.Name))})";
        }

        var type = $"struct {{ {string.Join("; ", parameters.Select(p => $"{p.Name} {p.Type}"))} }}";
        functions.Enqueue(($"type {function} {type}; func (s *{function}) run()", "s.", body));
        return $"(&{function}{{{string.Join(", ", parameters.Select(p => prefix + p.Name))}}}).run()";
    }
}
