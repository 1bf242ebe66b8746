using System.Collections.Immutable;
using Unpark.Analysis.Obligations;
using Unpark.Analysis.S5Http;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>
/// Finds the paths on which nobody reads the pipe that a goroutine writes to: neither end is named again, and the goroutine
/// blocks at its first write.
/// </summary>
internal static class DroppedPipe
{
    /// <summary>The paths; null if the call makes no pipe, or a goroutine does not write to it.</summary>
    public static (Acquisition Writer, List<ObligationLeak> Leaks)? Of(FlowFunction function, CallExpr call)
    {
        if (Callees.NameOf(call)?.Name != "Pipe" || !Callees.IsPackageFunction(function.File, call, "io", "Pipe")
            || ResultUse.Of(function, call, 0).ToVariable(function, call) is not { } reader
            || ResultUse.Of(function, call, 1).ToVariable(function, call) is not { } writer
            || function.Locals.Of(writer.Variable)?.Function != function)
        {
            return null;
        }

        var file = function.File;
        var start = function.Goroutines.FirstOrDefault(g => g.Pos > call.End && NodeSearch.Names(file, g, writer.Variable));
        if (start == null || function.Defers.Any(d => d.Pos < start.Pos
            && (NodeSearch.Names(file, d, reader.Variable) || NodeSearch.Names(file, d, writer.Variable))) || NodeSearch.Names(file, start, reader.Variable)
            || Goroutines.Lifetimes.LoopAround(function, start) != Goroutines.Lifetimes.LoopAround(function, call))
        {
            return null;
        }

        if (TakersOf(function, reader.Variable, call.End, start.Pos) is not { } takers)
        {
            return null;
        }

        var acquisition = new Acquisition(function, call, start, reader.Name, reader.Variable)
        {
            Holders = [writer.Variable, .. takers],
        };
        var leaks = ObligationCheck.Leaks(acquisition, use => use.Pos >= start.Pos && use.End <= start.End
            ? UseEffect.None
            : UseEffect.Discharges);
        return leaks.Count > 0 ? (acquisition, leaks) : null;
    }

    // Before the goroutine starts the reader may have got into an object or a request: who has that may read and close it.
    // Null if it got somewhere else.
    private static List<Var>? TakersOf(FlowFunction function, Var reader, int from, int to)
    {
        var search = new IdentSearch(function.File, reader);
        search.Visit(function.Body);
        var takers = new List<Var>();
        foreach (var use in search.Found.Where(u => u.Pos >= from && u.End <= to))
        {
            if (function.Parents.Of(use) is SelectorExpr or BinaryExpr)
            {
                continue;
            }

            if (VariableAround(function, use) is not { } taker)
            {
                return null;
            }

            takers.Add(taker);
        }

        return takers;
    }

    private static Var? VariableAround(FlowFunction function, Node use)
    {
        for (var at = use; at is Expr or KeyValueExpr; at = function.Parents.Of(at))
        {
            if (at is Expr value && LiteralPlace.TargetOf(function, value) is { } target)
            {
                return target is Ident name ? function.File.ObjectOf(name) as Var : null;
            }

            if (at is CallExpr call && ResultUse.Of(function, call, 0).ToVariable(function, call) is { Variable: var made })
            {
                return made;
            }

            if (at is FuncLit)
            {
                return null;
            }
        }

        return null;
    }
}
