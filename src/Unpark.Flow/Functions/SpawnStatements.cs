using System.Collections.Immutable;
using Unpark.Go.Syntax;

namespace Unpark.Flow;

/// <summary>The go and defer statements of a package, by the function or literal they are written in.</summary>
public sealed class SpawnStatements
{
    internal SpawnStatements(FlowPackage package)
    {
        var goes = ImmutableArray.CreateBuilder<(FlowFunction, GoStmt)>();
        var defers = ImmutableArray.CreateBuilder<(FlowFunction, DeferStmt)>();
        foreach (var function in package.Functions)
        {
            if (function.Outer == null)
            {
                new Collector(package, function, goes, defers).Visit(function.Body);
            }
        }

        Goes = goes.ToImmutable();
        Defers = defers.ToImmutable();
    }

    /// <summary>The go statements in source order.</summary>
    public ImmutableArray<(FlowFunction Function, GoStmt Statement)> Goes { get; }

    /// <summary>The defer statements in source order.</summary>
    public ImmutableArray<(FlowFunction Function, DeferStmt Statement)> Defers { get; }

    private sealed class Collector(FlowPackage package, FlowFunction root,
        ImmutableArray<(FlowFunction, GoStmt)>.Builder goes, ImmutableArray<(FlowFunction, DeferStmt)>.Builder defers)
        : SyntaxVisitor
    {
        private FlowFunction function = root;

        public override void VisitFuncLit(FuncLit node)
        {
            var outer = function;
            function = package.FunctionOf(node) ?? outer;
            Visit(node.Body);
            function = outer;
        }

        public override void VisitGoStmt(GoStmt node)
        {
            goes.Add((function, node));
            base.VisitGoStmt(node);
        }

        public override void VisitDeferStmt(DeferStmt node)
        {
            defers.Add((function, node));
            base.VisitDeferStmt(node);
        }
    }
}
