/** What every list takes and answers. No server code may be imported here. */
import * as z from 'zod/mini';

export const defaultPerPage = 20;

/** The query of a list: how many, and from where. A field that is not known is refused, so that none is overlooked. */
export const pageQuery = z.strictObject({
  per_page: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), defaultPerPage),
  cursor: z.optional(z.string().check(z.minLength(1), z.maxLength(2048))),
});
export type PageQuery = z.output<typeof pageQuery>;

/** Beside the `data` of one page. */
export const pagination = z.object({
  per_page: z.int(),
  /** Null on the last page. */
  next_cursor: z.nullable(z.string()),
  total: z.optional(z.int()),
});
export type Pagination = z.input<typeof pagination>;

/** A list that is never longer than a page, as any other list is answered. */
export function onlyPage<Item>(data: Item[]): { data: Item[]; pagination: Pagination } {
  return {
    data,
    pagination: { per_page: Math.max(defaultPerPage, data.length), next_cursor: null, total: data.length },
  };
}
