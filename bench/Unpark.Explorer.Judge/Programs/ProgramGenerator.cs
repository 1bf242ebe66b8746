using System.Collections.Immutable;
using static Unpark.Explorer.Judge.StatementKind;

namespace Unpark.Explorer.Judge;

/// <summary>
/// Makes small concurrent programs from seeds: of ways in which goroutines work together that are in order as they stand, of
/// statements at random between them, and of changes such as programmers make by mistake.
/// </summary>
public sealed class ProgramGenerator
{
    private readonly Draws draws;
    private readonly List<Resource> resources = [];

    private ProgramGenerator(Draws draws) => this.draws = draws;

    /// <summary>The program of a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="number">Its number among others.</param>
    public static GeneratedProgram Generate(ulong seed, int number)
    {
        var draws = new Draws((seed * 1_000_003) + (ulong)number);
        while (true)
        {
            var program = new ProgramGenerator(draws).Make(number);
            for (var changes = draws.One([0, 0, 1, 1, 2, 3]); changes > 0; changes--)
            {
                program = Mutations.One(program, draws);
            }

            if (program.IsValid)
            {
                return program;
            }
        }
    }

    private GeneratedProgram Make(int number)
    {
        var body = new List<Statement>();
        var tail = new List<Statement>();
        for (var parts = 1 + draws.Below(2); parts > 0; parts--)
        {
            Part(body, tail);
        }

        if (draws.Percent(25))
        {
            body.Insert(draws.Below(body.Count + 1), Any(2, true));
        }

        return new GeneratedProgram(number, [.. resources], [.. body, .. tail]);
    }

    private void Part(List<Statement> body, List<Statement> tail)
    {
        switch (draws.Below(29))
        {
            case 0:
                Pipeline(body, tail);
                break;
            case 1:
                Timeout(body);
                break;
            case 2:
                Workers(body, tail);
                break;
            case 3:
                NestedLocks(body);
                break;
            case 4:
                Readers(body);
                break;
            case 5:
                Server(body, tail);
                break;
            case 6:
                Condition(body, tail);
                break;
            case 7:
                OnceOnly(body);
                break;
            case 8:
                Semaphore(body, tail);
                break;
            case 9:
                FirstResult(body, tail);
                break;
            case 10:
                Broadcast(body, tail);
                break;
            case 11:
                Handshake(body, tail);
                break;
            case 12:
                CloseOnce(body, tail);
                break;
            case 13:
                SendUnderLock(body, tail);
                break;
            case 14:
                AfterContext(body, tail);
                break;
            case 15:
                Recovering(body, tail);
                break;
            case 16:
                Requests(body, tail);
                break;
            case 17:
                WaitingAtTheEnd(body, tail);
                break;
            case 18:
                LastWriter(body, tail);
                break;
            case 19:
                LastWriter(body, tail);
                break;
            case 20:
                KeyOrder(body, tail);
                break;
            case 21:
                TimerStopped(body, tail);
                break;
            case 22:
                Ticks(body, tail);
                break;
            case 23:
                Alarmed(body, tail);
                break;
            case 24:
                OnceFunctions(body, tail);
                break;
            case 25:
                SharedMap(body, tail);
                break;
            case 26:
                LastOfAll(body, tail);
                break;
            case 27:
                NestedCalls(body, tail);
                break;
            default:
                body.Add(Go(Random(2 + draws.Below(2), 2, false)));
                tail.AddRange(Random(1 + draws.Below(3), 2, true));
                break;
        }
    }

    // One sends and closes, one ranges.
    private void Pipeline(List<Statement> body, List<Statement> tail)
    {
        var c = Channel();
        ImmutableArray<Statement> send = draws.Percent(50)
            ? [Block(Loop, -1, 1 + draws.Below(3), [new(Send, c, 1)])]
            : [new(Send, c, 1), new(Send, c, 2)];
        body.Add(Go(draws.Percent(60) ? [Block(Defer, -1, 0, [new(Close, c)]), .. send] : [.. send, new(Close, c)]));
        var range = Block(StatementKind.Range, c, 0, draws.Percent(30) ? Random(1, 1, false) : []);
        (draws.Percent(70) ? tail : body).Add(draws.Percent(70) ? range : Go([range]));
    }

    // A result that is not waited for longer than it may take.
    private void Timeout(List<Statement> body)
    {
        var c = Channel(1);
        body.Add(Go([.. Maybe(30), new Statement(Send, c, 1)]));
        var cases = new List<Statement> { Case(CaseReceive, c), draws.Percent(50) ? Case(CaseAfter, -1) : Case(CaseDone, Context(1)) };
        if (draws.Percent(20))
        {
            cases.Add(Case(CaseDone, Context(0, true)));
        }

        body.Add(Block(StatementKind.Select, -1, 0, [.. cases]));
    }

    private void Workers(List<Statement> body, List<Statement> tail)
    {
        int jobs = Channel(), results = Channel(), group = Add(new Resource(ResourceKind.Group));
        var count = 1 + draws.Below(2);
        var work = Block(StatementKind.Range, jobs, 0, [new(Send, results, 1)]);
        body.Add(Block(Loop, -1, count, [Block(GroupGo, group, draws.Below(3), [work])]));
        body.Add(Go([Block(Loop, -1, 1 + draws.Below(2), [new(Send, jobs, 7)]), new(Close, jobs)]));
        body.Add(Go([new(Wait, group), new(Close, results)]));
        tail.Add(Block(StatementKind.Range, results, 0, []));
    }

    private void NestedLocks(List<Statement> body)
    {
        int a = Add(new Resource(ResourceKind.Mutex)), b = Add(new Resource(ResourceKind.Mutex));
        body.Add(Go([Nested(a, b)]));
        var second = draws.Percent(75) ? Nested(a, b) : Nested(b, a);
        body.Add(draws.Percent(50) ? Go([second]) : second);

        Statement Nested(int outer, int inner) => Block(StatementKind.Lock, outer, draws.Below(2), [draws.Percent(70)
            ? Block(StatementKind.Lock, inner, draws.Below(2), Maybe(20)) : Block(Count, inner, 2, Maybe(50))]);
    }

    private void Readers(List<Statement> body)
    {
        var rw = Add(new Resource(ResourceKind.ReadWriteMutex));
        body.Add(Go([Block(ReadLock, rw, draws.Below(2), draws.Percent(30) ? [Block(ReadLock, rw, 0, [])] : Maybe(40))]));
        body.Add(Go([Block(WriteLock, rw, draws.Below(2), Maybe(40))]));
        if (draws.Percent(50))
        {
            body.Add(Block(draws.Percent(50) ? ReadLock : WriteLock, rw, draws.Below(2), Maybe(40)));
        }
    }

    // An endless loop that ends with its context or channel.
    private void Server(List<Statement> body, List<Statement> tail)
    {
        int c = Channel(), context = Context(draws.Below(4) == 0 ? 1 : 0);
        body.Add(Go([Block(Serve, -1, 0, [Case(CaseReceive, c), Case(CaseDone, context)])]));
        for (var n = draws.Below(3); n > 0; n--)
        {
            tail.Add(draws.Percent(50) ? new Statement(Send, c, 1)
                : Block(StatementKind.Select, -1, 0, [Case(CaseSend, c), Case(CaseDone, context)]));
        }

        tail.Add(draws.Percent(70) ? new Statement(Cancel, context) : new Statement(Close, c));
    }

    private void Condition(List<Statement> body, List<Statement> tail)
    {
        var cond = Add(new Resource(ResourceKind.Cond));
        var waiters = 1 + draws.Below(2);
        for (var i = 0; i < waiters; i++)
        {
            body.Add(Go([new Statement(Await, cond, draws.One([0, 0, 0, 1, 2]))]));
        }

        var raise = new Statement(Raise, cond, waiters > 1 ? 1 : draws.Below(2));
        tail.Add(draws.Percent(50) ? Go([raise]) : raise);
    }

    private void OnceOnly(List<Statement> body)
    {
        int once = Add(new Resource(ResourceKind.Once)), c = Channel(1);
        var inner = draws.Percent(60) ? ImmutableArray.Create(new Statement(Send, c, 1)) : [new Statement(Close, c)];
        body.Add(Go([Block(Once, once, 0, inner)]));
        body.Add(Block(Once, once, 0, inner));
        body.Add(new Statement(Receive, c));
    }

    private void Semaphore(List<Statement> body, List<Statement> tail)
    {
        int c = Add(new Resource(ResourceKind.Channel, 1)), group = Add(new Resource(ResourceKind.Group));
        body.Add(Block(Loop, -1, 2, [new(Send, c, 1), Block(GroupGo, group, draws.Below(3), [.. Maybe(30), new(Receive, c)])]));
        tail.Add(new Statement(Wait, group));
    }

    // Several may answer, one answer is wanted.
    private void FirstResult(List<Statement> body, List<Statement> tail)
    {
        var c = Add(new Resource(ResourceKind.Channel, draws.One([2, 2, 1, 0])));
        body.Add(Go([new(Send, c, 1)]));
        body.Add(Go([new(Send, c, 5)]));
        tail.Add(Block(ReceiveIf, c, 3, draws.Percent(50) ? [new(Receive, c)] : [new(Return)]));
        if (draws.Percent(30))
        {
            tail.Add(new Statement(Receive, c));
        }
    }

    private void Broadcast(List<Statement> body, List<Statement> tail)
    {
        int done = Add(new Resource(ResourceKind.Channel)), c = Channel();
        body.Add(Go([Block(StatementKind.Select, -1, 0, [Case(CaseSend, c), Case(CaseReceive, done)])]));
        body.Add(draws.Percent(50) ? Go([new(Receive, done)])
            : Go([Block(StatementKind.Select, -1, 0, [Case(CaseReceive, c), Case(CaseReceive, done)])]));
        tail.Add(new Statement(Close, done));
    }

    private void Handshake(List<Statement> body, List<Statement> tail)
    {
        int to = Channel(0), back = Channel(0);
        var rounds = 1 + draws.Below(3);
        body.Add(Go([Block(Loop, -1, rounds, [new(Receive, to), new(Send, back, 1)])]));
        tail.Add(Block(Loop, -1, rounds, [new(Send, to, 1), new(Receive, back)]));
    }

    private void CloseOnce(List<Statement> body, List<Statement> tail)
    {
        int n = Add(new Resource(ResourceKind.Number)), c = Add(new Resource(ResourceKind.Channel));
        var close = draws.Percent(70)
            ? Block(Swap, n, 0, [new(Close, c)])
            : new Statement(IfLess, n, 1, [[new(StatementKind.Add, n, 1), new(Close, c)], []]);
        body.Add(Go([close]));
        body.Add(Go([close]));
        tail.Add(new Statement(Receive, c, draws.Below(2)));
    }

    private void SendUnderLock(List<Statement> body, List<Statement> tail)
    {
        int c = Channel(), mutex = Add(new Resource(ResourceKind.Mutex));
        body.Add(Go([Block(StatementKind.Lock, mutex, draws.Below(2), [draws.Percent(60) ? new Statement(Send, c, 1)
            : Block(StatementKind.Select, -1, 0, [Case(CaseSend, c), Case(CaseDefault, -1)])])]));
        tail.Add(draws.Percent(70)
            ? new Statement(Receive, c)
            : Block(StatementKind.Select, -1, 0, [Case(CaseReceive, c), draws.Percent(50) ? Case(CaseAfter, -1) : Case(CaseDefault, -1)]));
        tail.Add(Block(draws.Percent(25) ? TryLock : StatementKind.Lock, mutex, 0, []));
    }

    private void AfterContext(List<Statement> body, List<Statement> tail)
    {
        int context = Context(draws.Below(2)), c = Channel();
        body.Add(draws.Percent(70) ? Block(AfterEnd, context, 0, [new(Send, c, 1)]) : Block(AfterTime, -1, 0, [new(Send, c, 1)]));
        body.Add(draws.Percent(50) ? Go([new(StatementKind.Done, context), .. Maybe(50)]) : Block(IfEnded, context, 0, [new(Return)]));
        tail.Add(new Statement(Cancel, context));
        tail.Add(new Statement(Receive, c));
    }

    private void Recovering(List<Statement> body, List<Statement> tail)
    {
        int c = Channel(), mutex = Add(new Resource(ResourceKind.Mutex));
        body.Add(Go([Block(Guard, -1, 0, [Block(StatementKind.Lock, mutex, draws.One([0, 1, 1]), [new(Panic)])]), new(Send, c, 1)]));
        tail.Add(new Statement(Receive, c));
        tail.Add(Block(Count, mutex, 2, Maybe(50)));
    }

    private void Requests(List<Statement> body, List<Statement> tail)
    {
        var q = Add(new Resource(ResourceKind.Requests, draws.Below(2)));
        var rounds = 1 + draws.Below(2);
        body.Add(Go([Block(Loop, -1, rounds, [new(Answer, q)])]));
        for (var i = 1; i < rounds; i++)
        {
            body.Add(Go([.. Maybe(40), new(Ask, q, draws.Below(2))]));
        }

        tail.Add(new Statement(Ask, q, draws.Below(2)));
    }

    private void WaitingAtTheEnd(List<Statement> body, List<Statement> tail)
    {
        int group = Add(new Resource(ResourceKind.Group)), c = Channel();
        body.Add(Block(GroupGo, group, draws.Below(3), [new(Send, c, 1), .. Maybe(30)]));
        body.Add(new Statement(DeferWait, group));
        tail.Add(draws.Percent(30) ? Block(StatementKind.Select, -1, 0, [Case(CaseReceive, c), Case(CaseAfter, -1)]) : new Statement(Receive, c));
    }

    // What a variable is in the end decides who waits for whom.
    private void LastWriter(List<Statement> body, List<Statement> tail)
    {
        int v = Some(ResourceKind.Variable), c = Channel(draws.Below(2)), group = Add(new Resource(ResourceKind.Group));
        for (var writer = 1; writer <= 2; writer++)
        {
            body.Add(Block(GroupGo, group, draws.Below(3), [.. Maybe(15), new(Set, v, writer)]));
        }

        if (draws.Percent(40))
        {
            body.Add(draws.Percent(50) ? new Statement(Set, v, draws.Below(3)) : Go([new(IfSet, v, draws.Below(3), [[new(Receive, c)], []])]));
        }

        tail.Add(new Statement(Wait, group));
        var one = draws.Percent(50) ? new Statement(Send, c, 1) : new Statement(Receive, c);
        var other = draws.Percent(60) ? new Statement(Receive, c) : draws.Percent(50) ? new Statement(Close, c) : Simple();
        if (draws.Percent(50))
        {
            tail.Add(Go([new(Receive, c)]));
        }

        tail.Add(new(IfSet, v, 1 + draws.Below(2), [[one], draws.Percent(70) ? [other] : []]));
    }

    private void KeyOrder(List<Statement> body, List<Statement> tail)
    {
        int c = Channel(), keys = draws.One([2, 2, 2, 3]);
        if (draws.Percent(50))
        {
            body.Add(Go([new(SendKeys, c, keys)]));
            tail.Add(Block(ReceiveIf, c, 2, draws.Percent(50) ? [new(Receive, c)] : Maybe(70)));
            tail.AddRange(Enumerable.Repeat(new Statement(Receive, c), keys - 1 - draws.Below(2)));
            return;
        }

        body.Add(Go([new(LastKey, -1, keys, [Maybe(40), [new(Send, c, 1)], draws.Percent(50) ? [new(Send, c, 2)] : Maybe(50)])]));
        tail.Add(draws.Percent(50) ? new Statement(Receive, c) : Block(ReceiveIf, c, 2, Maybe(60)));
    }

    private void TimerStopped(List<Statement> body, List<Statement> tail)
    {
        int timer = Add(new Resource(ResourceKind.Timer)), c = Channel();
        body.Add(Go([draws.Percent(60) ? Block(StatementKind.Select, -1, 0, [Case(CaseTimer, timer), Case(draws.Percent(50) ? CaseReceive : CaseSend, c)])
            : new Statement(ReceiveTimer, timer), .. Maybe(40)]));
        tail.Add(draws.Percent(75) ? Block(StopTimer, timer, 0, draws.Percent(50) ? [new(Send, c, 1)] : Maybe(50)) : new(ResetTimer, timer));
        if (draws.Percent(40))
        {
            tail.Add(draws.Percent(50) ? new Statement(ResetTimer, timer) : new(ReceiveTimer, timer));
        }
    }

    private void Ticks(List<Statement> body, List<Statement> tail)
    {
        int ticker = Add(new Resource(ResourceKind.Ticker)), c = Channel();
        body.Add(Go(draws.Percent(50)
            ? [Block(Serve, -1, 0, [Case(CaseTicker, ticker), draws.Percent(60) ? Case(CaseReceive, c) : Case(CaseDone, Context(0))])]
            : [Block(Loop, -1, 1 + draws.Below(2), [new(ReceiveTicker, ticker)]), .. Maybe(60)]));
        tail.Add(draws.Percent(70) ? new Statement(StopTicker, ticker) : new(ReceiveTicker, ticker));
        tail.Add(draws.Percent(30) ? new Statement(ResetTicker, ticker) : draws.Percent(60) ? new Statement(Close, c) : new(Send, c, 1));
    }

    private void Alarmed(List<Statement> body, List<Statement> tail)
    {
        var c = Channel();
        body.Add(new(Alarm, -1, draws.Below(3), [draws.Percent(60) ? [new(Send, c, 1)] : [new(Close, c)], Maybe(40),
            draws.Percent(50) ? [new(Return)] : draws.Percent(50) ? [new(Send, c, 2)] : []]));
        tail.Add(draws.Percent(70) ? new Statement(Receive, c) : Go([new(Receive, c)]));
    }

    private void OnceFunctions(List<Statement> body, List<Statement> tail)
    {
        int c = Channel(), once = Add(new Resource(ResourceKind.OnceFunction, draws.One([0, 0, 1, 2, 3, 4, 4]), c));
        body.Add(Go([CallOnce(once), .. Maybe(30)]));
        body.Add(draws.Percent(50) ? CallOnce(once) : Go([CallOnce(once)]));
        tail.Add(resources[once].Size is 2 or 4 ? new Statement(Send, c, 1 + draws.Below(2)) : new Statement(Receive, c));
    }

    private Statement CallOnce(int once) => Block(StatementKind.CallOnce, once, 2, Maybe(30));

    // One of two comes first.
    private void SharedMap(List<Statement> body, List<Statement> tail)
    {
        int map = Some(ResourceKind.Map), c = Channel();
        body.Add(Go([Block(StoreFirst, map, 1, [draws.Percent(60) ? new(Send, c, 1) : new(Close, c)])]));
        body.Add(Go(draws.Percent(50) ? [Block(StoreFirst, map, 2, [new(Send, c, 2)])] : [new(Store, map, 2), .. Maybe(30)]));
        tail.Add(new Statement(Receive, c));
        tail.Add(draws.Below(3) switch
        {
            0 => Block(Delete, map, 0, [Simple()]),
            1 => Block(Replace, map, 1, [new(Receive, c)]),
            _ => new Statement(IfStored, map, 1 + draws.Below(2), [[new(Receive, c)], Maybe(50)]),
        });
    }

    // The last of several goes on for all.
    private void LastOfAll(List<Statement> body, List<Statement> tail)
    {
        int n = Some(ResourceKind.Number), c = Channel();
        ImmutableArray<Statement> last = draws.Percent(50) ? [new(Close, c)] : [new(Send, c, 1)];
        body.Add(Block(Loop, -1, 2, [Go([.. Maybe(20), Block(AddIf, n, draws.One([2, 2, 1, 3]), last)])]));
        tail.Add(new Statement(Receive, c));
    }

    // What is deferred on the way out of several functions.
    private void NestedCalls(List<Statement> body, List<Statement> tail)
    {
        int c = Channel(), mutex = Some(ResourceKind.Mutex);
        Statement inner = draws.One([new(Send, c, 1), new(Return), new(Panic), new(Exit), Block(Count, mutex, 2, [])]);
        var deferred = draws.Percent(50) ? new Statement(Send, c, 2) : new(Close, c);
        var within = Block(StatementKind.Lock, mutex, draws.Below(2), [Block(Call, -1, draws.Below(3),
            [Block(Defer, -1, 0, [deferred]), .. Maybe(40), inner])]);
        body.Add(Go([draws.Percent(50) ? Block(Guard, -1, 0, [within]) : Block(Call, -1, draws.Below(3), [within]), .. Maybe(30)]));
        tail.Add(new Statement(Receive, c, draws.Below(2)));
        tail.Add(Block(draws.Percent(60) ? Count : StatementKind.Lock, mutex, 1, []));
    }

    private Statement Go(ImmutableArray<Statement> body) => Block(StatementKind.Go, -1, draws.One([0, 0, 1, 2]),
        draws.Percent(15) ? [Block(Call, -1, draws.Below(3), body)] : body);

    private static Statement Case(StatementKind kind, int resource) => Block(kind, resource, kind == CaseSend ? 1 : 0, []);

    private static Statement Block(StatementKind kind, int resource, int number, ImmutableArray<Statement> block) =>
        new(kind, resource, number, [block]);

    private ImmutableArray<Statement> Maybe(int chance) => draws.Percent(chance) ? Random(1, 1, false) : [];

    private ImmutableArray<Statement> Random(int count, int depth, bool isRoot) =>
        [.. Enumerable.Range(0, count).Select(_ => Any(depth, isRoot))];

    private int Add(Resource resource)
    {
        const int Global = 15;
        var form = resource.Kind == ResourceKind.Variable ? resource with { Size = draws.Below(6) } : resource;
        resources.Add(form with { IsGlobal = form.CanBeGlobal && draws.Percent(form.Kind == ResourceKind.Variable ? 70 : Global) });
        return resources.Count - 1;
    }

    private int Channel(int? size = null) => Add(new Resource(ResourceKind.Channel, size ?? draws.One([0, 0, 0, 1, 1, 2])));

    private int Context(int timeout, bool cancelled = false)
    {
        var parent = resources.FindLastIndex(r => r.Kind == ResourceKind.Context);
        return Add(new Resource(ResourceKind.Context, timeout, parent >= 0 && draws.Percent(60) ? parent : -1, cancelled || draws.Percent(50)));
    }

    // A resource of a kind: one that is there, or a new one.
    private int Some(ResourceKind kind)
    {
        var there = Enumerable.Range(0, resources.Count).Where(i => resources[i].Kind == kind).ToArray();
        if (there.Length > 0 && draws.Percent(85))
        {
            return draws.One(there);
        }

        return kind switch
        {
            ResourceKind.Channel => draws.Percent(6) ? Channel(-1) : Channel(),
            ResourceKind.Context => Context(draws.Below(2)),
            _ => Add(new Resource(kind)),
        };
    }

    private Statement Any(int depth, bool isRoot)
    {
        if (depth == 0)
        {
            return Simple();
        }

        ImmutableArray<Statement> inner = draws.Percent(70) ? Random(1, depth - 1, false) : Random(2, depth - 1, false);
        switch (draws.Below(38))
        {
            case 0 or 1 or 2:
                return Go(inner);
            case 3 or 4:
                return Block(StatementKind.Lock, Some(ResourceKind.Mutex), draws.One([0, 0, 1]), inner);
            case 5:
                return Block(draws.Percent(50) ? ReadLock : WriteLock, Some(ResourceKind.ReadWriteMutex), draws.Below(2), inner);
            case 6 or 7 or 8:
                return Block(StatementKind.Select, -1, 0, Cases(inner));
            case 9:
                return Block(StatementKind.Range, Some(ResourceKind.Channel), 0, inner);
            case 10:
                return Block(Loop, -1, 2, inner);
            case 11:
                return Block(Once, Some(ResourceKind.Once), 0, inner);
            case 12:
                return Block(Swap, Some(ResourceKind.Number), 0, inner);
            case 13:
                return new Statement(IfLess, Some(ResourceKind.Number), 1, [inner, draws.Percent(50) ? Random(1, 0, false) : []]);
            case 14:
                return Block(IfEnded, Some(ResourceKind.Context), 0, inner);
            case 15:
                return Block(Call, -1, draws.Below(3), inner);
            case 16:
                return Block(Defer, -1, 0, inner);
            case 17:
                return Block(ReceiveIf, Some(ResourceKind.Channel), 2, inner);
            case 18:
                return Block(Count, Some(ResourceKind.Mutex), 2, inner);
            case 19:
                return Block(AfterEnd, Some(ResourceKind.Context), 0, inner);
            case 20:
                return Block(AfterTime, -1, 0, inner);
            case 21:
                return Block(TryLock, Some(ResourceKind.Mutex), 0, inner);
            case 22:
                return Block(Guard, -1, 0, inner);
            case 23 when isRoot:
                return Block(GroupGo, Some(ResourceKind.Group), draws.Below(3), inner);
            case 24 or 25:
                return new Statement(IfSet, Some(ResourceKind.Variable), draws.Below(3), [inner, draws.Percent(50) ? Random(1, 0, false) : []]);
            case 26:
                return Block(AddIf, Some(ResourceKind.Number), 1 + draws.Below(2), inner);
            case 27:
                return new Statement(LastKey, -1, 2, [draws.Percent(50) ? inner : [], draws.Percent(50) ? inner : Random(1, 0, false), []]);
            case 28:
                return Block(draws.Percent(50) ? StoreFirst : Delete, Some(ResourceKind.Map), 1, inner);
            case 29:
                return new Statement(IfStored, Some(ResourceKind.Map), 1, [inner, draws.Percent(50) ? Random(1, 0, false) : []]);
            case 30:
                return Block(StopTimer, Some(ResourceKind.Timer), 0, inner);
            case 31:
                return new Statement(Alarm, -1, draws.Below(3), [inner, Maybe(50), Maybe(50)]);
            case 32 when resources.Exists(r => r.Kind == ResourceKind.OnceFunction):
                return CallOnce(resources.FindLastIndex(r => r.Kind == ResourceKind.OnceFunction));
            default:
                return Simple();
        }
    }

    private ImmutableArray<Statement> Cases(ImmutableArray<Statement> inner)
    {
        var cases = new List<Statement>();
        for (var n = 1 + draws.Below(2); n > 0; n--)
        {
            cases.Add(draws.Percent(60) ? Case(CaseReceive, Some(ResourceKind.Channel)) : Case(CaseSend, Some(ResourceKind.Channel)));
        }

        switch (draws.Below(8))
        {
            case 6:
                cases.Add(Case(CaseTimer, Some(ResourceKind.Timer)));
                break;
            case 7:
                cases.Add(Case(CaseTicker, Some(ResourceKind.Ticker)));
                break;
            case 0:
                cases.Add(Case(CaseAfter, -1));
                break;
            case 1 or 2:
                cases.Add(Case(CaseDefault, -1));
                break;
            case 3:
                cases.Add(Case(CaseDone, Some(ResourceKind.Context)));
                break;
        }

        var at = draws.Below(cases.Count);
        cases[at] = cases[at] with { Blocks = [inner] };
        return [.. cases];
    }

    private Statement Simple()
    {
        switch (draws.Below(26))
        {
            case 0 or 1 or 2:
                return new Statement(Send, Some(ResourceKind.Channel), 1 + draws.Below(4));
            case 3 or 4 or 5:
                return new Statement(Receive, Some(ResourceKind.Channel), draws.Below(2));
            case 6:
                return new Statement(Close, Some(ResourceKind.Channel));
            case 7 or 8:
                return Block(Count, Some(ResourceKind.Mutex), 1, []);
            case 9:
                return new Statement(StatementKind.Add, Some(ResourceKind.Number), draws.One([1, 1, -1]));
            case 10:
                return new Statement(Cancel, Some(ResourceKind.Context));
            case 11:
                return new Statement(StatementKind.Done, Some(ResourceKind.Context));
            case 12:
                return new Statement(Raise, Some(ResourceKind.Cond), draws.Below(2));
            case 13:
                return new Statement(Await, Some(ResourceKind.Cond), draws.One([0, 0, 1, 2]));
            case 14:
                return new Statement(Return);
            case 15:
                return draws.One([new Statement(Panic), new Statement(Sleep), new Statement(Exit)]);
            case 16:
                return new Statement(Wait, Some(ResourceKind.Group));
            case 17 or 18 or 19:
                return new Statement(Set, Some(ResourceKind.Variable), draws.Below(3));
            case 20:
                return new Statement(Store, Some(ResourceKind.Map), draws.Below(3));
            case 21:
                return draws.One([new Statement(ResetTimer, Some(ResourceKind.Timer)), new Statement(ReceiveTimer, Some(ResourceKind.Timer))]);
            case 22:
                return draws.Below(3) switch
                {
                    0 => new Statement(StopTicker, Some(ResourceKind.Ticker)),
                    1 => new Statement(ResetTicker, Some(ResourceKind.Ticker)),
                    _ => new Statement(ReceiveTicker, Some(ResourceKind.Ticker)),
                };
            case 23:
                return new Statement(StatementKind.Yield);
            default:
                return Block(StatementKind.Lock, Some(ResourceKind.Mutex), draws.Below(2), []);
        }
    }
}
