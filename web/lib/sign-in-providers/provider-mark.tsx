/** The first letter of its name, in a frame: providers' own marks may be shown only as each of them prescribes. */
export function ProviderMark({ name }: { name: string }) {
  return (
    <span
      aria-hidden="true"
      className="grid size-6 shrink-0 place-items-center rounded-control border border-edge text-sm leading-none font-bold"
    >
      {Array.from(name)[0]?.toUpperCase()}
    </span>
  );
}
