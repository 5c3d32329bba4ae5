import { Skeleton } from '../../ui/skeleton.tsx';

/** The place of a page until it is known who looks at it. */
export function PageOnItsWay({ area }: { area: string }) {
  return (
    <div className="grid gap-8">
      <h1 className="sr-only">{area}</h1>
      <p role="status" className="sr-only">
        Loading
      </p>
      <div className="grid gap-3">
        <Skeleton className="h-8 w-48" />
        <Skeleton className="h-4 w-full max-w-sm" />
      </div>
      <div className="grid max-w-2xl gap-5 rounded-card border border-line bg-surface p-5 shadow-card sm:p-6">
        <Skeleton className="h-5 w-32" />
        <Skeleton className="h-11 w-full" />
        <Skeleton className="h-11 w-full" />
        <Skeleton className="h-11 w-28" />
      </div>
    </div>
  );
}
