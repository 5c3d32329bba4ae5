import { brand } from '../lib/brand.ts';

/** The links of the brand: privacy, terms, help. Nothing where it has none. */
export function PageFoot() {
  if (brand.links.length === 0) return null;
  return (
    <footer className="mt-auto pt-12 text-sm">
      <ul className="flex flex-wrap justify-center gap-x-6 gap-y-2">
        {brand.links.map(({ label, href }) => (
          <li key={href}>
            <a href={href} className="inline-block py-1.5 text-soft underline-offset-4 hover:underline">
              {label}
            </a>
          </li>
        ))}
      </ul>
    </footer>
  );
}
