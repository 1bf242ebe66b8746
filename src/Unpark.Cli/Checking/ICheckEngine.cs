namespace Unpark.Cli.Checking;

/// <summary>Loads a program and checks it. The commands know the front end and the rules through this alone.</summary>
internal interface ICheckEngine
{
    /// <summary>Loads what a request names, and checks it.</summary>
    /// <exception cref="CheckException">Nothing can be checked; the message says why and what to do.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    ICheckedProgram Check(CheckRequest request, CheckProgress progress, CancellationToken cancellation);
}
