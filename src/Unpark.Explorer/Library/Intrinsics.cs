namespace Unpark.Explorer;

/// <summary>The functions that the explorer has itself, by import path and name.</summary>
internal static class Intrinsics
{
    private static readonly Dictionary<string, Intrinsic> All = Collect();

    /// <summary>The function, or null.</summary>
    /// <param name="path">The import path.</param>
    /// <param name="name">The name; of a method the type's, a dot, and its own.</param>
    public static Intrinsic? Find(string path, string name) => All.GetValueOrDefault(path + "." + name);

    private static Dictionary<string, Intrinsic> Collect()
    {
        var all = new Dictionary<string, Intrinsic>(StringComparer.Ordinal);
        foreach (var intrinsic in SyncIntrinsics.All.Concat(AtomicIntrinsics.All).Concat(TimeIntrinsics.All)
            .Concat(RuntimeIntrinsics.All).Concat(FmtIntrinsics.All).Concat(MathIntrinsics.All)
            .Concat(BytesIntrinsics.All).Concat(OSIntrinsics.All).Concat(ReflectionIntrinsics.All)
            .Concat(ModelIntrinsics.All))
        {
            all.Add(intrinsic.Name, intrinsic);
        }

        return all;
    }
}
