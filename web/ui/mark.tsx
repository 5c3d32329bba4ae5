import { brand } from '../lib/brand.ts';
import { markShape } from '../lib/mark-shape.ts';

/** The brand's logo, or the platform's own mark beside the brand's name. */
export function Mark() {
  if (brand.logo) return <img src={brand.logo} alt={brand.name} className="h-9 w-auto max-w-60" />;
  return (
    <span className="inline-flex items-center gap-2.5 text-lg font-bold tracking-tight">
      <svg aria-hidden="true" viewBox={markShape.viewBox} className="size-8 fill-current text-accent">
        {markShape.paths.map(({ d, opacity }) => (
          <path key={d} d={d} opacity={opacity} />
        ))}
      </svg>
      {brand.name}
    </span>
  );
}
