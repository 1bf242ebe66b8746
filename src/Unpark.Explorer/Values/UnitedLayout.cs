using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>
/// How a struct lies in memory that a package and its model declare: the fields of both, found by name. What the model lacks is
/// there for the program, what it has besides is there for the model. Fields of one name with two types are two.
/// </summary>
internal sealed class UnitedLayout
{
    private readonly RuntimeTypes types;
    private readonly Dictionary<(string Id, RuntimeType Type), int> offsets = [];

    public UnitedLayout(RuntimeTypes types, TypePair pair)
    {
        this.types = types;
        if (pair.Real.Underlying is StructType real)
        {
            foreach (var field in real.Fields)
            {
                // Who is not of the package names no others.
                if (pair.IsExecuted || field.Embedded || field.Exported)
                {
                    Add(field);
                }
            }
        }

        if (pair.Model.Underlying is StructType model)
        {
            foreach (var field in model.Fields)
            {
                Add(field);
            }
        }
    }

    /// <summary>How many cells a value takes.</summary>
    public int Cells { get; private set; }

    /// <summary>The cell at which a field begins; -1 for one that is not there.</summary>
    public int OffsetOf(Var field) => offsets.GetValueOrDefault((field.Id, types.Of(field.Type)), -1);

    private void Add(Var field)
    {
        var type = types.Of(field.Type);
        if (offsets.TryAdd((field.Id, type), Cells))
        {
            Cells += type.Cells;
        }
    }
}
