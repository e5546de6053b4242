package io.rubato.storage.internal.block;

/// The attributes of one level of what is sealed: shapes, slots, columns. See
/// [io.rubato.storage.internal.head.Head] for the model.
public interface LevelRows {
    /// The row's shape, negative when the row lists its columns itself.
    int shape(int row);

    /// The row's columns, in order.
    int[] columns(int row);

    /// Where the row's slots start.
    int slotStart(int row);

    int slot(int index);

    int shapeParent(int shape);

    int shapeColumn(int shape);

    /// How many columns there are, and what their slots stand for. Column 0 is the residue.
    int columnCount();

    SlotValues column(int number);
}
