import { brand } from '../lib/brand.ts';

/** The brand's logo, or the platform's own mark beside the brand's name. */
export function Mark() {
  if (brand.logo) return <img src={brand.logo} alt={brand.name} className="h-9 w-auto max-w-60" />;
  return (
    <span className="inline-flex items-center gap-2.5 text-lg font-bold tracking-tight">
      <svg aria-hidden="true" viewBox="0 0 32 32" className="size-8 text-accent">
        <path fill="currentColor" d="M4 30V13a12 12 0 0 1 24 0v17h-6V13a6 6 0 0 0-12 0v17Z" />
        <path fill="currentColor" opacity=".55" d="M13.5 30V13.2a2.5 2.5 0 0 1 5 0V30Z" />
      </svg>
      {brand.name}
    </span>
  );
}
