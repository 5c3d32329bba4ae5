/** An e-mail address in a narrow place: it is broken before its `@` rather than within its last letters. */
export function MailAddress({ of }: { of: string }) {
  const at = of.lastIndexOf('@');
  if (at < 1) return of;
  return (
    <>
      {of.slice(0, at)}
      <wbr />
      {of.slice(at)}
    </>
  );
}
