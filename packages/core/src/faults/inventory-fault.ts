/** A fault of the inventory. It stays data until somebody reads it, and repeats no address. */
export type InventoryFault = InventoryFileFault | InventoryLineFault;

/** Of the whole file: nothing of it can be used. */
export type InventoryFileFault =
  | { readonly kind: 'not-utf8' }
  | { readonly kind: 'not-csv'; readonly mostMisplaced: number }
  | { readonly kind: 'empty'; readonly columns: readonly string[] }
  | { readonly kind: 'too-many-lines'; readonly most: number }
  | { readonly kind: 'column-twice'; readonly column: string }
  | { readonly kind: 'no-iccid-column' };

/** Of one line. */
export type InventoryLineFault =
  | { readonly kind: 'no-iccid' }
  | { readonly kind: 'iccid-rounded'; readonly cell: string }
  | { readonly kind: 'not-an-iccid'; readonly cell: string }
  | { readonly kind: 'not-an-address' }
  | { readonly kind: 'not-a-date'; readonly cell: string }
  | { readonly kind: 'cell-too-long'; readonly most: number }
  | { readonly kind: 'duplicate'; readonly line: number }
  | { readonly kind: 'quote-open' }
  | { readonly kind: 'too-many-cells'; readonly cells: number; readonly columns: number }
  /** Ignored; the rest is used. */
  | { readonly kind: 'unknown-language'; readonly cell: string; readonly known: readonly string[] }
  | { readonly kind: 'unknown-column'; readonly name: string; readonly meant: string | null };

/** A line of the inventory that was rejected, or read without what is wrong with it. */
export interface InventoryProblem {
  /** Counted from 1, as an editor counts. */
  readonly line: number;
  readonly fault: InventoryLineFault;
}
