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
        var name = Name(index);
        switch (resource.Kind)
        {
            case ResourceKind.Channel when resource.Size < 0:
                Line($"var {name} chan int");
                break;
            case ResourceKind.Channel:
                Line(resource.Size == 0 ? $"{name} := make(chan int)" : Text($"{name} := make(chan int, {resource.Size})"));
                break;
            case ResourceKind.Requests:
                Line(Text($"{name} := make(chan chan int, {resource.Size})"));
                break;
            case ResourceKind.Group when resource.Size > 0:
                Line($"{name} := new(sync.WaitGroup)");
                Line(Operation(Text($"{name}.Add({resource.Size})")));
                break;
            case ResourceKind.Cond:
                Line($"{name} := newFlag()");
                break;
            case ResourceKind.Context:
                DeclareContext(index, resource);
                break;
            default:
                Line($"{name} := new({TypeOf(resource.Kind)[1..]})");
                break;
        }
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
        _ => "context.Context",
    };

    private string BareName(int resource) => Text($"{program.Resources[resource].Kind switch
    {
        ResourceKind.Channel => "c",
        ResourceKind.Requests => "q",
        ResourceKind.Mutex => "mu",
        ResourceKind.ReadWriteMutex => "rw",
        ResourceKind.Group => "wg",
        ResourceKind.Once => "once",
        ResourceKind.Cond => "cond",
        ResourceKind.Number => "n",
        _ => "ctx",
    }}{resource}");

    private string Name(int resource) => prefix + BareName(resource);

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
                Inner(Text($"if v{at} < {number} {{"), statement.Blocks[0], "} else {");
                indent++;
                Block(statement.Blocks[1]);
                indent--;
                Line("}");
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
        var parameters = used.Select(r => (Name: BareName(r), Type: TypeOf(program.Resources[r].Kind)))
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
