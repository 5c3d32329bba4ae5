/** By which column the rows of a table are ordered. */
export interface Sort {
  /** The key of a column. */
  key: string;
  direction: 'ascending' | 'descending';
}
