import { useId } from 'react';

export interface ChangesProps {
  changes: readonly { field: string; before: string; after: string }[];
}

/** Fields with their values before and after. Scrolls by itself where it is wider than its place. */
export function Changes({ changes }: ChangesProps) {
  const heading = useId();
  return (
    <section aria-labelledby={heading} className="grid grid-cols-1 gap-3">
      <h3 id={heading} className="font-semibold">
        What changed
      </h3>
      <table className="w-full table-fixed text-left">
        <thead>
          <tr className="border-b border-line text-sm text-soft">
            <th scope="col" className="py-2 pr-3 font-semibold">
              Field
            </th>
            <th scope="col" className="py-2 pr-3 font-semibold">
              Before
            </th>
            <th scope="col" className="py-2 font-semibold">
              After
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {changes.map(({ field, before, after }) => (
            <tr key={field} className="align-top">
              <th scope="row" className="py-2 pr-3 font-normal">
                {field.replaceAll('_', ' ')}
              </th>
              <td className="py-2 pr-3 wrap-anywhere text-soft">{before}</td>
              <td className="py-2 font-medium wrap-anywhere">{after}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
