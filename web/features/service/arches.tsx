/** The platform's mark, large and quiet: a gate behind a gate. */
export function Arches() {
  return (
    <svg aria-hidden="true" viewBox="0 0 320 320" className="w-full max-w-80 text-accent">
      <path fill="currentColor" opacity=".08" d="M20 320V160a140 140 0 0 1 280 0v160Z" />
      <path fill="currentColor" opacity=".12" d="M68 320V164a92 92 0 0 1 184 0v156Z" />
      <path fill="currentColor" opacity=".22" d="M112 320V168a48 48 0 0 1 96 0v152Z" />
      <path fill="currentColor" d="M146 320V172a14 14 0 0 1 28 0v148Z" />
    </svg>
  );
}
