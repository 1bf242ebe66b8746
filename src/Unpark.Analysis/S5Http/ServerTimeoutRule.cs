using System.Collections.Immutable;
using Unpark.Analysis.Fixes;
using Unpark.Analysis.Obligations;
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
        if (!IsServed(function, server) || IsOnSocket(function, server) || IsConfiguredElsewhere(function, server)
            || settings.MaySet("ReadTimeout", function, server, stays) || settings.MaySet("ReadHeaderTimeout", function, server, stays))
        {
            return;
        }

        package.Report(new Finding(Rule, Confidence.Likely, SourceSpan.Of(function.File.Tree.File, place), function.Name,
            "the server has neither ReadTimeout nor ReadHeaderTimeout: a client that sends nothing keeps a connection "
            + "and its goroutine for ever", [], []));
    }

    // l, err := net.Listen("unix", path); srv.Serve(l): its clients are programs of the same machine.
    private static bool IsOnSocket(FlowFunction function, Var server)
    {
        var served = function.Root.Calls.Concat(function.Root.Literals.SelectMany(l => l.Calls)).Where(call =>
            Callees.Unparen(call.Fun) is SelectorExpr { X: Ident of, Sel.Name: "Serve" or "ServeTLS" or "ListenAndServe" or "ListenAndServeTLS" }
            && function.File.UseOf(of) == server).ToList();
        return served.Count > 0 && served.TrueForAll(call => call.Args is [var listener, ..]
            && Callees.Unparen(listener) is Ident name && function.File.UseOf(name) is Var { Kind: VarKind.Local } variable
            && function.Root.Calls.Any(c => ResultUse.Of(function.Root, c, 0).ToVariable(function.Root, c)?.Variable == variable
                && (Callees.IsPackageFunction(function.File, c, "net", "ListenUnix")
                    || (Callees.IsPackageFunction(function.File, c, "net", "Listen")
                        && function.File.TypeOf(c.Args[0]).Value?.ToString() == "\"unix\""))));
    }

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
        package.Report(new Finding(Rule, Confidence.Likely, new SourceSpan(source, literal.Pos, literal.Lbrace + 1),
            function.Name, $"the http.Server in {type} has neither ReadTimeout nor ReadHeaderTimeout: a client that sends "
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
        if (server != null && (IsConfiguredElsewhere(function!, server) || IsOnSocket(function!, server)))
        {
            return;
        }

        bool IsSet(string field) => IsSetBy(file, literal, field)
            || settings.MaySet(field, function, server, stays);

        var read = IsSet("ReadTimeout");
        if (!read && !IsSet("ReadHeaderTimeout"))
        {
            var confidence = stays ? Confidence.Proved : Confidence.Likely;
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
