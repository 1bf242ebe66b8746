using Unpark.Analysis;
using Unpark.Flow;
using Unpark.Go.Syntax;

namespace Unpark.Cli.Caching;

/// <summary>Tells one build of Unpark from another: the same version number may stand for many while it is worked on.</summary>
internal static class ToolIdentity
{
    private static readonly Type[] OfEachAssembly = [typeof(SyntaxTree), typeof(FlowPackage), typeof(LeakAnalysis), typeof(ToolIdentity)];

    /// <summary>
    /// A hash of the code that findings come from, or null if it cannot be told. Builds are deterministic: a compiler gives
    /// each assembly a number that follows from all that is in it.
    /// </summary>
    public static UInt128? Find()
    {
        var key = new KeyBuilder();
        foreach (var type in OfEachAssembly)
        {
            var version = type.Module.ModuleVersionId;
            if (version == Guid.Empty)
            {
                return null;
            }

            key.Add(version.ToString());
        }

        return key.Key;
    }
}
