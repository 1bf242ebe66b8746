using System.Collections.Immutable;
using System.Globalization;
using Unpark.Analysis;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Diagnosis;

/// <summary>Where methods of a lock, wait group or condition variable are called.</summary>
internal sealed class MethodStory
{
    private const int MaxPlaces = 8;

    private readonly List<(string Method, SourceFile File, CallExpr Call)> calls = [];

    private MethodStory(FlowPackage package, Var subject)
    {
        foreach (var function in package.Functions)
        {
            foreach (var call in function.Calls)
            {
                if (Callees.Unparen(call.Fun) is SelectorExpr selector
                    && ChannelUses.VariableOf(function.File, selector.X) == subject.Origin)
                {
                    calls.Add((selector.Sel.Name, function.File.Tree.File, call));
                }
            }
        }
    }

    /// <summary>The story of what a variable or field holds.</summary>
    public static MethodStory Of(FlowPackage package, Var subject) => new(package, subject);

    /// <summary>The places of calls of some methods, with what to say of each.</summary>
    public ImmutableArray<RelatedPlace> Places(params ReadOnlySpan<(string Method, string Message)> wanted)
    {
        var places = ImmutableArray.CreateBuilder<RelatedPlace>();
        foreach (var (method, message) in wanted)
        {
            places.AddRange(calls.Where(c => c.Method == method).Take(MaxPlaces)
                .Select(c => new RelatedPlace(SourceSpan.Of(c.File, c.Call), message)));
        }

        return places.DrainToImmutable();
    }

    /// <summary>A sentence on where one of some methods is called.</summary>
    public string Sentence(string verb, string none, params ReadOnlySpan<string> methods)
    {
        var places = new List<string>();
        foreach (var (method, file, call) in calls)
        {
            if (methods.Contains(method))
            {
                places.Add(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file.Path)}:{file.PositionOf(call.Pos).Line}"));
            }
        }

        return places.Count == 0 ? $" {none}." : $" It is {verb} at {string.Join(", ", places.Distinct().Take(MaxPlaces))}.";
    }
}
