namespace Unpark.Analysis.Fixes;

/// <summary>
/// The shortest way from one sequence of lines to another, by E. W. Myers's greedy algorithm ("An O(ND) Difference
/// Algorithm and Its Variations", 1986).
/// </summary>
internal static class LineDiff
{
    /// <summary>
    /// The lines that two texts share, as pairs of indices, in order. O((n + m) d) time and O(d²) space for d lines that
    /// differ; equal beginnings and ends cost nothing more.
    /// </summary>
    public static List<(int Old, int New)> Common(IReadOnlyList<ReadOnlyMemory<byte>> old,
        IReadOnlyList<ReadOnlyMemory<byte>> now)
    {
        var common = new List<(int, int)>();
        var head = 0;
        while (head < old.Count && head < now.Count && Equal(old[head], now[head]))
        {
            common.Add((head, head));
            head++;
        }

        var tail = 0;
        while (tail < old.Count - head && tail < now.Count - head && Equal(old[^(tail + 1)], now[^(tail + 1)]))
        {
            tail++;
        }

        Middle(old, now, head, old.Count - tail, now.Count - tail, common);
        for (; tail > 0; tail--)
        {
            common.Add((old.Count - tail, now.Count - tail));
        }

        return common;
    }

    private static bool Equal(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

    private static void Middle(IReadOnlyList<ReadOnlyMemory<byte>> old, IReadOnlyList<ReadOnlyMemory<byte>> now, int from,
        int oldEnd, int newEnd, List<(int Old, int New)> common)
    {
        var n = oldEnd - from;
        var m = newEnd - from;
        // furthest[k] of a step is how far in the old text one comes on diagonal k with that many changes.
        var steps = new List<int[]>();
        var previous = new int[3];
        for (var d = 0; ; d++)
        {
            var furthest = new int[(2 * d) + 3];
            for (var k = -d; k <= d; k += 2)
            {
                int x;
                if (d == 0)
                {
                    x = 0;
                }
                else if (k == -d || (k != d && At(previous, d - 1, k - 1) < At(previous, d - 1, k + 1)))
                {
                    x = At(previous, d - 1, k + 1);
                }
                else
                {
                    x = At(previous, d - 1, k - 1) + 1;
                }

                var y = x - k;
                while (x < n && y < m && Equal(old[from + x], now[from + y]))
                {
                    x++;
                    y++;
                }

                furthest[k + d + 1] = x;
                if (x >= n && y >= m)
                {
                    steps.Add(furthest);
                    Trace(steps, from, n, m, common);
                    return;
                }
            }

            steps.Add(furthest);
            previous = furthest;
        }
    }

    private static int At(int[] furthest, int d, int k) => k < -d || k > d ? -1 : furthest[k + d + 1];

    // Walks back from the end; every diagonal move is a shared line.
    private static void Trace(List<int[]> steps, int from, int n, int m, List<(int Old, int New)> common)
    {
        var found = new Stack<(int, int)>();
        var (x, y) = (n, m);
        for (var d = steps.Count - 1; d >= 0; d--)
        {
            var k = x - y;
            var (startX, startY) = (0, 0);
            var (cameX, cameY) = (0, 0);
            if (d > 0)
            {
                var before = steps[d - 1];
                var down = k == -d || (k != d && At(before, d - 1, k - 1) < At(before, d - 1, k + 1));
                cameX = At(before, d - 1, down ? k + 1 : k - 1);
                cameY = cameX - (down ? k + 1 : k - 1);
                (startX, startY) = down ? (cameX, cameY + 1) : (cameX + 1, cameY);
            }

            while (x > startX && y > startY)
            {
                x--;
                y--;
                found.Push((from + x, from + y));
            }

            (x, y) = (cameX, cameY);
        }

        while (found.TryPop(out var pair))
        {
            common.Add(pair);
        }
    }
}
