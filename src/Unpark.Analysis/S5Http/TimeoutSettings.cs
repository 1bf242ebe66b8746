using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S5Http;

/// <summary>The assignments to timeout fields of servers in a package.</summary>
internal sealed class TimeoutSettings
{
    private readonly List<TimeoutSetting> settings = [];

    public TimeoutSettings(FlowPackage package)
    {
        foreach (var function in package.Functions)
        {
            if (function.Outer == null)
            {
                new Finder(this, function).Visit(function.Body);
            }
        }
    }

    /// <summary>True if a field of a server may be set by an assignment.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="function">The function that makes the server; null at package level.</param>
    /// <param name="server">The local variable that holds the server, or null.</param>
    /// <param name="stays">True if nothing but that variable holds it.</param>
    public bool MaySet(string field, FlowFunction? function, Var? server, bool stays)
    {
        foreach (var setting in settings)
        {
            if (setting.Field != field)
            {
                continue;
            }

            if (server != null && setting.Function.Root == function?.Root)
            {
                if (setting.Server?.Root == server)
                {
                    return true;
                }
            }
            else if (!stays && IsUnbound(setting))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if an assignment sets the field of a server that is, or may be, embedded in a struct.</summary>
    public bool IsSetSomewhere(string field) => settings.Exists(s => s.Field == field && (s.IsEmbedded || IsUnbound(s)));

    // A server that comes from elsewhere: a parameter, a field, a variable of the package, the result of a call.
    private static bool IsUnbound(TimeoutSetting setting) =>
        setting.Server is not { Steps.IsEmpty: true, Root: { Kind: VarKind.Local } root }
        || setting.Function.Locals.Of(root)?.Initializer is not { } value
        || Callees.Unparen(value) is CallExpr;

    private sealed class Finder(TimeoutSettings owner, FlowFunction root) : SyntaxVisitor
    {
        public override void VisitAssignStmt(AssignStmt node)
        {
            foreach (var target in node.Lhs)
            {
                if (Callees.Unparen(target) is SelectorExpr selector && HttpServers.IsTimeout(selector.Sel.Name))
                {
                    var isServer = HttpServers.IsServer(root.File.TypeOf(selector.X).Type);
                    if (isServer || root.File.UseOf(selector.Sel) is Var { IsField: true, Package.Path: "net/http" })
                    {
                        owner.settings.Add(new TimeoutSetting(selector.Sel.Name, root,
                            new PathResolver(root).Of(selector.X), !isServer
                            || Callees.Unparen(selector.X) is SelectorExpr { Sel.Name: "Server" }));
                    }
                }
            }

            base.VisitAssignStmt(node);
        }
    }
}
