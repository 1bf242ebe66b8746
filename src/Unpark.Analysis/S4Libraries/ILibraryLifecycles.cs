using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>Lifecycles that are inferred from the source of libraries. Safe to use from many threads.</summary>
public interface ILibraryLifecycles
{
    /// <summary>The lifecycle of what a function of another package gives, or null if it has none or that is not known.</summary>
    Lifecycle? LifecycleOf(Func function);
}
