namespace Unpark.Go.Types;

/// <summary>How far a declaration is checked.</summary>
internal enum DeclState : byte
{
    /// <summary>Nothing is checked yet.</summary>
    Declared,

    /// <summary>It is being checked; who asks for it has found a cycle.</summary>
    Checking,

    /// <summary>It is checked, but for bodies.</summary>
    Checked,
}
