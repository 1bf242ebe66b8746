using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S5Http;

/// <summary>UP501: an http.Server that waits for ever for what clients do not send.</summary>
internal sealed class ServerTimeoutRule : ILeakRule
{
    private const string Value = "10 * time.Second";

    /// <inheritdoc/>
    public Rule Rule { get; } = new("UP501", "server-without-timeouts", 5, RuleProfile.Leaks,
        "An http.Server without ReadTimeout and ReadHeaderTimeout: a silent client keeps a goroutine for ever.");

    /// <inheritdoc/>
    public void Check(PackageContext package)
    {
        ArgumentNullException.ThrowIfNull(package);
        if (HttpServers.IsHttpItself(package))
        {
            return;
        }

        TimeoutSettings? settings = null;
        bool? streams = null;
        foreach (var function in package.Flow.Functions)
        {
            package.Cancellation.ThrowIfCancellationRequested();
            if (PackageContext.IsTest(function.File))
            {
                continue;
            }

            foreach (var literal in function.Composites)
            {
                if (IsServerType(function.File, literal))
                {
                    settings ??= new TimeoutSettings(package.Flow);
                    Check(package, function.File, function, literal, settings, ref streams);
                }
                else if (HttpServers.EmbedsServer(function.File, literal))
                {
                    settings ??= new TimeoutSettings(package.Flow);
                    CheckEmbedded(package, function, literal, settings);
                }
            }
        }

        foreach (var function in package.Flow.Functions)
        {
            foreach (var (place, server) in PackageContext.IsTest(function.File) ? [] : EmptyServers(function))
            {
                settings ??= new TimeoutSettings(package.Flow);
                CheckEmpty(package, function, place, server, settings);
            }
        }

        foreach (var (file, literal) in package.Flow.PackageLevelComposites)
        {
            if (!PackageContext.IsTest(file) && IsServerType(file, literal))
            {
                settings ??= new TimeoutSettings(package.Flow);
                Check(package, file, null, literal, settings, ref streams);
            }
        }
    }

    // new(http.Server) and var server http.Server
    private static IEnumerable<(Node Place, Var Server)> EmptyServers(FlowFunction function)
    {
        var file = function.File;
        foreach (var call in function.Calls)
        {
            if (call is { Fun: Ident { Name: "new" }, Args: [var type] } && HttpServers.IsServer(file.TypeOf(type).Type)
                && Callees.Of(file, call) is Builtin && LiteralPlace.VariableOf(function, call) is { } server
                && function.Locals.Of(server) is { Assignments: 1 })
            {
                yield return (call, server);
            }
        }

        if (file.Tree.File.Content.IndexOf("http.Server"u8) < 0)
        {
            yield break;
        }

        foreach (var spec in NodeSearch.All<ValueSpec>(function.Body, literals: false))
        {
            if (spec is { Names: [var name], Values.IsEmpty: true, Type: SelectorExpr type } && HttpServers.IsServer(file.TypeOf(type).Type)
                && file.DefOf(name) is Var { Kind: VarKind.Local } server && function.Locals.Of(server) is { Assignments: 0 })
            {
                yield return (spec, server);
            }
        }
    }

    private void CheckEmpty(PackageContext package, FlowFunction function, Node place, Var server, TimeoutSettings settings)
    {
        var stays = Stays(function, server, out _);
        var reach = ReachOf(package, function.File, function, server, null);
        if (!IsServed(function, server) || reach == Reach.Socket || IsConfiguredElsewhere(function, server)
            || settings.MaySet("ReadTimeout", function, server, stays) || settings.MaySet("ReadHeaderTimeout", function, server, stays))
        {
            return;
        }

        package.Report(new Finding(Rule, ConfidenceOf(package, reach, Confidence.Likely), SourceSpan.Of(function.File.Tree.File, place),
            function.Name, "the server has neither ReadTimeout nor ReadHeaderTimeout: a client that sends nothing keeps a connection "
            + "and its goroutine for ever", [], []));
    }

    // The widest reach of what the server is given to serve; without any its address tells.
    private static Reach ReachOf(PackageContext package, TypedFile file, FlowFunction? function, Var? server, CompositeLit? literal)
    {
        var address = literal?.Elts.OfType<KeyValueExpr>().FirstOrDefault(e => e.Key is Ident { Name: "Addr" })?.Value;
        var ofAddress = address != null ? ListenerReach.OfAddress(package.Flow, file, address) : Reach.Network;
        if (function == null || server == null)
        {
            return ofAddress;
        }

        var reaches = new List<Reach>();
        foreach (var within in WithLiterals(function.Root))
        {
            foreach (var call in within.Calls)
            {
                if (Callees.Unparen(call.Fun) is SelectorExpr { X: Ident of, Sel.Name: var name } && file.UseOf(of) == server)
                {
                    if (name is "Serve" or "ServeTLS" && call.Args is [var listener, ..])
                    {
                        // Its address tells where the server is meant to be, though a listener may be made of it elsewhere.
                        reaches.Add((Reach)Math.Min((byte)ListenerReach.Of(within, listener), (byte)ofAddress));
                    }
                    else if (name is "ListenAndServe" or "ListenAndServeTLS")
                    {
                        reaches.Add(ofAddress);
                    }
                }
            }
        }

        return reaches.Count > 0 ? reaches.Max() : ofAddress;
    }

    private static IEnumerable<FlowFunction> WithLiterals(FlowFunction function) => function.Literals.SelectMany(WithLiterals).Prepend(function);

    // config: &http.Server{}, which an option puts another one in the place of.
    private static bool IsReplaced(FlowFunction function, CompositeLit literal)
    {
        var value = LiteralPlace.ValueOf(function, literal);
        var name = function.Parents.Of(value) is KeyValueExpr { Key: Ident key } ? key
            : LiteralPlace.TargetOf(function, value) is SelectorExpr { Sel: var target } ? target
            : null;
        return name != null && function.File.UseOf(name) is Var { IsField: true } field
            && function.Package.FieldUses.Of(field).Any(u => u is { Parent: SelectorExpr selector, Function: { } other } && other.Root != function.Root
                && other.Parents.Of(selector) is AssignStmt { Tok: TokenKind.Assign } assign && assign.Lhs.Contains(selector)
                && !assign.Rhs.Any(r => other.File.TypeOf(r).IsNil || NodeSearch.Any(r, n => n is CompositeLit)));
    }

    // Only programs of the machine can hold such a connection, and nobody that of a test.
    private static Confidence ConfidenceOf(PackageContext package, Reach reach, Confidence confidence) =>
        reach != Reach.Network || HttpServers.IsForTests(package) ? Confidence.Possible : confidence;

    private static bool IsServed(FlowFunction function, Var server) => function.Root.Calls.Concat(function.Root.Literals.SelectMany(l => l.Calls))
        .Any(call => call.Fun is SelectorExpr { X: Ident of, Sel.Name: "Serve" or "ListenAndServe" or "ServeTLS" or "ListenAndServeTLS" }
            && function.File.UseOf(of) == server);

    // type server struct { http.Server; ... }: the server is there with the struct, whether the literal names it or not.
    private void CheckEmbedded(PackageContext package, FlowFunction function, CompositeLit literal, TimeoutSettings settings)
    {
        if (literal.Elts.Any(e => e is not KeyValueExpr { Key: Ident key } || key.Name == "Server")
            || settings.IsSetSomewhere("ReadTimeout") || settings.IsSetSomewhere("ReadHeaderTimeout")
            || (LiteralPlace.VariableOf(function, literal) is { } server && IsConfiguredElsewhere(function, server)))
        {
            return;
        }

        ImmutableArray<Fix> fixes = [];
        if (Imports.Use(function.File, literal.Pos, "net/http") is var (http, httpImport) && httpImport == null
            && Imports.Use(function.File, literal.Pos, "time") is var (time, import) && time == "time")
        {
            var edits = CompositeEdits.AddField(function.File.Tree.File, literal, "Server",
                $"{http}.Server{{ReadHeaderTimeout: {Value}}}");
            fixes = [new Fix("Set ReadHeaderTimeout to 10 seconds", true, import != null ? edits.Insert(0, import) : edits)];
        }

        var source = function.File.Tree.File;
        var type = source.Text(literal.Type!.Pos, literal.Type.End);
        package.Report(new Finding(Rule, ConfidenceOf(package, Reach.Network, Confidence.Likely),
            new SourceSpan(source, literal.Pos, literal.Lbrace + 1), function.Name, $"the http.Server in {type} has neither ReadTimeout nor ReadHeaderTimeout: a client that sends "
            + "nothing keeps a connection and its goroutine for ever", [], fixes));
    }

    private static bool IsServerType(TypedFile file, CompositeLit literal) =>
        Callees.Unparen(literal.Type!) is SelectorExpr { Sel.Name: "Server" } or Ident { Name: "Server" }
        && HttpServers.IsServer(file.TypeOf(literal.Type!).Type);

    private void Check(PackageContext package, TypedFile file, FlowFunction? function, CompositeLit literal,
        TimeoutSettings settings, ref bool? streams)
    {
        if (function != null && IsTestServer(function, literal))
        {
            return;
        }

        var server = function != null ? LiteralPlace.VariableOf(function, literal) : null;
        var stays = server != null && Stays(function!, server, out _);
        var reach = ReachOf(package, file, function, server, literal);
        if (reach == Reach.Socket || (server != null && IsConfiguredElsewhere(function!, server))
            || (function != null && IsReplaced(function, literal)))
        {
            return;
        }

        bool IsSet(string field) => IsSetBy(file, literal, field)
            || settings.MaySet(field, function, server, stays);

        var read = IsSet("ReadTimeout");
        if (!read && !IsSet("ReadHeaderTimeout"))
        {
            var confidence = ConfidenceOf(package, reach, stays ? Confidence.Proved : Confidence.Likely);
            Report(package, file, function, literal, RuleProfile.Leaks, confidence,
                "the server has neither ReadTimeout nor ReadHeaderTimeout: a client that sends nothing keeps a connection "
                + "and its goroutine for ever", "ReadHeaderTimeout");
        }

        if (!package.Options.Wants(RuleProfile.Strict, Rule))
        {
            return;
        }

        streams ??= HttpServers.Streams(package.Flow);
        if (!streams.Value && !IsSet("WriteTimeout"))
        {
            Report(package, file, function, literal, RuleProfile.Strict, Confidence.Likely,
                "the server has no WriteTimeout: a client that does not read keeps a handler for ever", null);
        }

        if (!read && !IsSet("IdleTimeout"))
        {
            Report(package, file, function, literal, RuleProfile.Strict, Confidence.Likely,
                "the server has neither IdleTimeout nor ReadTimeout: an idle connection and its goroutine stay for ever", null);
        }
    }

    private void Report(PackageContext package, TypedFile file, FlowFunction? function, CompositeLit literal,
        RuleProfile profile, Confidence confidence, string message, string? field)
    {
        var source = file.Tree.File;
        ImmutableArray<Fix> fixes = [];
        if (field != null && literal.Elts.All(e => e is KeyValueExpr)
            && Imports.Use(file, literal.Pos, "time") is var (name, import) && name == "time")
        {
            var edits = CompositeEdits.AddField(source, literal, field, Value);
            fixes = [new Fix($"Set {field} to 10 seconds", true, import != null ? edits.Insert(0, import) : edits)];
        }

        var span = new SourceSpan(source, literal.Pos, literal.Lbrace + 1);
        package.Report(new Finding(Rule, confidence, span, function?.Name ?? "", message, [], fixes) { Profile = profile });
    }

    private static bool IsSetBy(TypedFile file, CompositeLit literal, string field)
    {
        foreach (var element in literal.Elts)
        {
            if (element is KeyValueExpr { Key: Ident key } pair && key.Name == field)
            {
                return HttpServers.IsSet(file, pair.Value);
            }
        }

        return false;
    }

    // httptest.Server{Config: &http.Server{...}}
    private static bool IsTestServer(FlowFunction function, CompositeLit literal)
    {
        Node? parent = function.Parents.Of(literal);
        while (parent is ParenExpr or UnaryExpr { Op: TokenKind.And })
        {
            parent = function.Parents.Of(parent);
        }

        return parent is KeyValueExpr { Key: Ident { Name: "Config" } } && function.Parents.Of(parent) is CompositeLit outer
            && GoTypes.IsNamed(function.File.TypeOf(outer).Type, "net/http/httptest", "Server");
    }

    /// <summary>True if the variable is only used to call the server's methods and to reach its fields.</summary>
    private static bool Stays(FlowFunction function, Var server, out List<CallExpr> handedTo)
    {
        var uses = new ServerUses(function.Root, server);
        uses.Visit(function.Root.Body);
        handedTo = uses.HandedTo;
        return !uses.Escapes && handedTo.Count == 0;
    }

    // A function that is given the server may set its timeouts, unless it is known not to.
    private static bool IsConfiguredElsewhere(FlowFunction function, Var server)
    {
        Stays(function, server, out var handedTo);
        foreach (var call in handedTo)
        {
            var callee = Callees.Of(function.File, call);
            if (callee is Func { IsMethod: false, Package: { } package } f)
            {
                if (package == function.Package.Package.Package || package.Path == "golang.org/x/net/http2"
                    || !HttpServers.Configures(f.Name))
                {
                    continue;
                }

                return true;
            }

            if (callee is UnknownObject unknown ? HttpServers.Configures(unknown.Name) : callee is Var or null)
            {
                return true;
            }
        }

        return false;
    }

    private sealed class ServerUses(FlowFunction root, Var server) : SyntaxVisitor
    {
        public bool Escapes { get; private set; }

        public List<CallExpr> HandedTo { get; } = [];

        public override void VisitIdent(Ident node)
        {
            if (node.Name != server.Name || root.File.UseOf(node) != server)
            {
                return;
            }

            Node at = node;
            var parent = root.Parents.Of(at);
            while (parent is ParenExpr or UnaryExpr { Op: TokenKind.And } or StarExpr)
            {
                at = parent;
                parent = root.Parents.Of(at);
            }

            switch (parent)
            {
                case SelectorExpr or BinaryExpr:
                    break;
                case CallExpr call when call.Fun != at:
                    HandedTo.Add(call);
                    break;
                default:
                    Escapes = true;
                    break;
            }
        }
    }
}
