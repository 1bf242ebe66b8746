namespace Unpark.Explorer.Judge;

/// <summary>In which form a program is written. The lines of statements are the same in all.</summary>
public enum WriterMode
{
    /// <summary>As it is, to be explored and read.</summary>
    Plain,

    /// <summary>With delays before operations.</summary>
    Noisy,

    /// <summary>With gates before and behind operations, which let them be done in the order of a schedule.</summary>
    Gated,
}
