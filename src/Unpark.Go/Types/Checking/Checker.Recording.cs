using System.Collections.Immutable;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <content>Recording what was found in the file that is being checked. Source: go/types recording.go.</content>
internal sealed partial class Checker
{
    private void RecordTypeAndValue(Expr e, OperandMode mode, GoType type, ConstantValue? value) =>
        file.RecordTypeAndValue(e, mode, type, value, false);

    /// <summary>Records an untyped expression, which may still get a type from where it is used.</summary>
    private void RecordUntyped(Expr e, OperandMode mode, GoType type, ConstantValue? value) =>
        file.RecordTypeAndValue(e, mode, type, value, true);

    /// <summary>What was recorded of an expression that still may get a type; false if there is no such thing.</summary>
    private bool TryGetUntyped(Expr e, out UntypedExpr untyped) => file.TryGetUntyped(e, out untyped);

    private void UpdateUntypedType(Expr e, GoType type) => file.UpdateUntypedType(e, type);

    private void ForgetUntyped(Expr e) => file.ForgetUntyped(e);

    private void MarkShiftOperand(Expr? e)
    {
        if (e != null)
        {
            file.MarkShiftOperand(e);
        }
    }

    /// <summary>Replaces the value of an untyped constant expression.</summary>
    private void UpdateExprVal(Expr? e, ConstantValue value)
    {
        if (e != null && file.TryGetUntyped(e, out var untyped))
        {
            file.RecordTypeAndValue(e, untyped.Mode, file.TypeOf(e).Type!, value, true);
            if (untyped.IsShiftOperand)
            {
                file.MarkShiftOperand(e);
            }
        }
    }

    /// <summary>Records the signature of a built-in function where it is called.</summary>
    private void RecordBuiltinType(Expr e, Signature signature)
    {
        while (true)
        {
            RecordTypeAndValue(e, OperandMode.Builtin, signature, null);
            if (e is not ParenExpr paren)
            {
                return;
            }

            e = paren.X;
        }
    }

    /// <summary>Records that an expression has two values where it stands.</summary>
    private void RecordCommaOkTypes(Expr e, Operand[] values)
    {
        if (!values[0].IsValid)
        {
            return;
        }

        while (true)
        {
            var offset = e.Pos;
            file.RecordCommaOk(e, new TupleType(
            [
                new Var(VarKind.Local, package, "", file.Tree.File, offset, values[0].Type),
                new Var(VarKind.Local, package, "", file.Tree.File, offset, values[1].Type),
            ]));
            if (e is not ParenExpr paren)
            {
                return;
            }

            e = paren.X;
        }
    }

    /// <summary>Records an instance by the identifier of what is instantiated.</summary>
    private void RecordInstance(Expr e, ImmutableArray<GoType> typeArgs, GoType type)
    {
        var generic = e switch
        {
            IndexExpr index => index.X,
            IndexListExpr list => list.X,
            _ => e,
        };
        var ident = generic switch
        {
            Ident name => name,
            SelectorExpr selector => selector.Sel,
            _ => null,
        };
        if (ident != null)
        {
            file.RecordInstance(ident, new Instance(typeArgs, type));
        }
    }

    private void RecordDef(Ident id, GoObject? obj) => file.RecordDef(id, obj);

    private void RecordUse(Ident id, GoObject obj) => file.RecordUse(id, obj);

    private GoObject? UseOf(Ident id) => file.UseOf(id);

    private Selection? SelectionOf(SelectorExpr e) => file.SelectionOf(e);

    private void RecordImplicit(Node node, GoObject obj) => file.RecordImplicit(node, obj);

    private void RecordSelection(SelectorExpr e, SelectionKind kind, GoType recv, GoObject obj,
        ImmutableArray<int> index, bool indirect)
    {
        RecordUse(e.Sel, obj);
        file.RecordSelection(e, new Selection(kind, recv, obj, index, indirect));
    }

    private void RecordScope(Node node, Scope opened) => file.RecordScope(node, opened);
}
