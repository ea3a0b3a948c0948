/** A column as the engine that answered calls it. */
export interface Column {
  readonly name: string;
  /** The engine's own type name in lower case, e.g. `decimal(25,2)`, `bigint`, `string`. */
  readonly type: string;
}

/** A cell as exact text: decimals with all their digits, dates as ISO 8601, null for NULL. */
export type Cell = string | null;

/** All rows that one engine returned for one query. */
export interface Answer {
  readonly columns: readonly Column[];
  readonly rows: ReadonlyArray<readonly Cell[]>;
}
