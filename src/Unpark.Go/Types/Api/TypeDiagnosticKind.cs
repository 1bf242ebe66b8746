namespace Unpark.Go.Types;

/// <summary>Kinds of <see cref="TypeDiagnostic"/>.</summary>
public enum TypeDiagnosticKind : byte
{
    /// <summary>The program is not valid, or what it needs could not be resolved.</summary>
    Error,

    /// <summary>An imported package is not there; what comes from it is unknown.</summary>
    MissingImport,

    /// <summary>The checker itself failed on a declaration, which is left unknown. Always a defect worth a report.</summary>
    Internal,
}
