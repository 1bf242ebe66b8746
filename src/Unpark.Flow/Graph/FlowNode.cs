using Unpark.Go.Syntax;

namespace Unpark.Flow;

/// <summary>A step of a basic block.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Syntax">The syntax it is done with. Function literals in it are evaluated here but not entered.</param>
public readonly record struct FlowNode(FlowNodeKind Kind, Node Syntax);
