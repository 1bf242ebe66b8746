namespace Unpark.Go.Tests.Oracles;

/// <summary>How many facts of a group of packages are equal to those of go/types.</summary>
internal sealed class TypesTally
{
    public int Packages { get; set; }

    /// <summary>Packages in which go/types itself reports errors, for want of what they import mostly.</summary>
    public int WithErrors { get; set; }

    public long Expressions { get; set; }

    public long EqualExpressions { get; set; }

    public long DifferentExpressions { get; set; }

    /// <summary>Expressions that go/types knows and we do not.</summary>
    public long UnknownExpressions { get; set; }

    /// <summary>Definitions, uses, selections, instances, implicit objects, scopes, method sets, initializers.</summary>
    public long Others { get; set; }

    public long DifferentOthers { get; set; }

    /// <summary>Facts that are equal but for names of parameters, see <see cref="ParameterNames"/>.</summary>
    public long Renamed { get; set; }

    public int Failures { get; set; }

    public bool IsPerfect => DifferentExpressions + UnknownExpressions + DifferentOthers + Failures == 0;

    public void Add(TypesTally other)
    {
        Packages += other.Packages;
        WithErrors += other.WithErrors;
        Expressions += other.Expressions;
        EqualExpressions += other.EqualExpressions;
        DifferentExpressions += other.DifferentExpressions;
        UnknownExpressions += other.UnknownExpressions;
        Others += other.Others;
        DifferentOthers += other.DifferentOthers;
        Renamed += other.Renamed;
        Failures += other.Failures;
    }
}
