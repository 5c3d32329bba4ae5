/** Pages of a list by key: from a cursor on, never by an offset, so that a page costs the same wherever it stands. */
import type { Context } from '../kernel/context.ts';
import { equalText, hmac } from '../kernel/crypto.ts';
import { invalidFields } from '../kernel/errors.ts';
import type { PageQuery, Pagination } from '../kernel/http/lists.ts';

export interface Page<Row> {
  rows: Row[];
  pagination: Pagination;
}

/** Where the next page begins: the last row's values of the columns that the list is sorted by. */
export type Position = readonly (string | null)[];

/**
 * What a cursor was signed for: the list, whose it is, and its order. One of another list or of another person does not
 * fit.
 */
export type ListName = readonly string[];

/** @throws AuthError 422 for a cursor that this list did not give. */
export async function positionOf(
  context: Context,
  list: ListName,
  { cursor }: Pick<PageQuery, 'cursor'>,
): Promise<Position | null> {
  if (cursor === undefined) return null;
  const [body = '', tag = '', ...rest] = cursor.split('.');
  const { byId } = await context.keys.ring('cursor');
  const isOurs = [...byId.values()].some((key) => equalText(tag, tagOf(key, list, body)));
  if (!isOurs || rest.length > 0) throw invalidFields({ cursor: 'Is no cursor of this list.' });
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as Position;
}

/**
 * A page of rows of which one more than asked for was read, to know whether there are further ones. `position` says
 * where a row stands.
 */
export async function pageOf<Row>(
  context: Context,
  list: ListName,
  { per_page }: PageQuery,
  read: readonly Row[],
  position: (row: Row) => Position,
): Promise<Page<Row>> {
  const rows = read.slice(0, per_page);
  const last = read.length > per_page ? rows.at(-1) : undefined;
  return {
    rows,
    pagination: { per_page, next_cursor: last === undefined ? null : await cursorOf(context, list, position(last)) },
  };
}

/** A page whose end the reader knows: where work for a page is bounded it may be short and not the last one. */
export async function boundedPage<Row>(
  context: Context,
  list: ListName,
  perPage: number,
  { rows, next }: { rows: Row[]; next: Position | null },
): Promise<Page<Row>> {
  const cursor = next === null ? null : await cursorOf(context, list, next);
  return { rows, pagination: { per_page: perPage, next_cursor: cursor } };
}

export async function cursorOf(context: Context, list: ListName, position: Position): Promise<string> {
  const body = Buffer.from(JSON.stringify(position)).toString('base64url');
  return `${body}.${tagOf((await context.keys.ring('cursor')).current, list, body)}`;
}

function tagOf(key: Parameters<typeof hmac>[0], list: ListName, body: string): string {
  return hmac(key, JSON.stringify([list, body])).toString('base64url');
}
