namespace Unpark.Go.Types;

/// <content>Checking bodies: every thread that asks for it takes part, one body at a time.</content>
internal sealed partial class PackageChecker
{
    private readonly TaskCompletionSource bodiesDone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DeclInfo[]? bodies;
    private int nextBody;
    private int doneBodies;

    /// <summary>True once all bodies are checked.</summary>
    public bool AreBodiesChecked => bodiesDone.Task.IsCompleted;

    /// <summary>
    /// Resolves all declarations and checks all bodies, together with other threads that call this at the same time;
    /// returns when all are checked.
    /// </summary>
    public void CheckBodies(CancellationToken cancellation)
    {
        if (bodiesDone.Task.IsCompleted)
        {
            return;
        }

        ResolveAll(cancellation);
        var work = Volatile.Read(ref bodies) ?? CollectBodies();
        if (work.Length > 0)
        {
            Checker? checker = null;
            while (Volatile.Read(ref nextBody) < work.Length)
            {
                cancellation.ThrowIfCancellationRequested();
                var index = Interlocked.Increment(ref nextBody) - 1;
                if (index >= work.Length)
                {
                    break;
                }

                CheckBody(ref checker, work[index]);
                if (Interlocked.Increment(ref doneBodies) == work.Length)
                {
                    bodiesDone.TrySetResult();
                }
            }
        }

        bodiesDone.Task.Wait(cancellation);
    }

    private void CheckBody(ref Checker? checker, DeclInfo info)
    {
        try
        {
            (checker ??= new Checker(this, info.File)).CheckBody(info);
        }
        catch (Exception e)
        {
            // A defect of the checker must not take the whole analysis down: the body stays unknown.
            var offset = info.FuncDecl?.Name.Pos ?? info.Init?.Pos ?? -1;
            Report(info.File, offset, TypeDiagnosticKind.Internal, $"checker failed: {e}");
            checker = null;
        }
    }

    private DeclInfo[] CollectBodies()
    {
        gate.Enter();
        try
        {
            if (bodies == null)
            {
                var work = new List<DeclInfo>();
                DeclInfo? last = null;
                foreach (var obj in objects)
                {
                    // Variables with one initializer share a declaration, and follow one another.
                    var info = declarations[obj];
                    if (info.HasBody && !ReferenceEquals(info, last))
                    {
                        work.Add(info);
                        last = info;
                    }
                }

                if (work.Count == 0)
                {
                    bodiesDone.TrySetResult();
                }

                Volatile.Write(ref bodies, [.. work]);
            }

            return bodies!;
        }
        finally
        {
            gate.Exit();
        }
    }
}
