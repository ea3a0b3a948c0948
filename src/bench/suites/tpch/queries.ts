import { readFile } from 'node:fs/promises';

export const tables = ['customer', 'lineitem', 'nation', 'orders', 'part', 'partsupp', 'region', 'supplier'] as const;

/** What the text of a query says about the order of its rows, for whoever compares two answers. */
export interface QueryOrder {
  /** Columns of the final ORDER BY; rows equal in all of them may come in any order. */
  readonly orderBy: readonly string[];
  /** The final LIMIT: which of the rows that tie with the last one are returned is then undetermined. */
  readonly limit?: number;
}

export interface Query extends QueryOrder {
  readonly query: number;
  readonly title: string;
  /** The very text that both Spark and DuckDB run. */
  readonly sql: string;
}

/** TPC-H specification, clause 2.4: the 22 queries by their names there, with the order of their rows. */
const catalogue: ReadonlyArray<{ readonly title: string } & QueryOrder> = [
  { title: 'Pricing Summary Report', orderBy: ['l_returnflag', 'l_linestatus'] },
  { title: 'Minimum Cost Supplier', orderBy: ['s_acctbal', 'n_name', 's_name', 'p_partkey'], limit: 100 },
  { title: 'Shipping Priority', orderBy: ['revenue', 'o_orderdate'], limit: 10 },
  { title: 'Order Priority Checking', orderBy: ['o_orderpriority'] },
  { title: 'Local Supplier Volume', orderBy: ['revenue'] },
  { title: 'Forecasting Revenue Change', orderBy: [] },
  { title: 'Volume Shipping', orderBy: ['supp_nation', 'cust_nation', 'l_year'] },
  { title: 'National Market Share', orderBy: ['o_year'] },
  { title: 'Product Type Profit Measure', orderBy: ['nation', 'o_year'] },
  { title: 'Returned Item Reporting', orderBy: ['revenue'], limit: 20 },
  { title: 'Important Stock Identification', orderBy: ['value'] },
  { title: 'Shipping Modes and Order Priority', orderBy: ['l_shipmode'] },
  { title: 'Customer Distribution', orderBy: ['custdist', 'c_count'] },
  { title: 'Promotion Effect', orderBy: [] },
  { title: 'Top Supplier', orderBy: ['s_suppkey'] },
  { title: 'Parts/Supplier Relationship', orderBy: ['supplier_cnt', 'p_brand', 'p_type', 'p_size'] },
  { title: 'Small-Quantity-Order Revenue', orderBy: [] },
  { title: 'Large Volume Customer', orderBy: ['o_totalprice', 'o_orderdate'], limit: 100 },
  { title: 'Discounted Revenue', orderBy: [] },
  { title: 'Potential Part Promotion', orderBy: ['s_name'] },
  { title: 'Suppliers Who Kept Orders Waiting', orderBy: ['numwait', 's_name'], limit: 100 },
  { title: 'Global Sales Opportunity', orderBy: ['cntrycode'] },
];

/** The 22 queries with the specification's validation parameters; only Q11's fraction depends on the scale factor. */
export const readQueries = async (scaleFactor: number): Promise<Query[]> =>
  Promise.all(
    catalogue.map(async (entry, index) => {
      const query = index + 1;
      const file = new URL(`queries/q${String(query).padStart(2, '0')}.sql`, import.meta.url);
      const sql = (await readFile(file, 'utf8')).replaceAll(':fraction', fractionOf(scaleFactor));
      return { query, ...entry, sql };
    }),
  );

/** Clause 2.4.11.3: FRACTION is 0.0001 / SF, written as an exact decimal literal. */
const fractionOf = (scaleFactor: number): string => (0.0001 / scaleFactor).toFixed(10).replace(/0+$/, '');
