import { AskButton } from './ask-button.tsx';

/** For whoever does not know the current password, or has none. */
export function MailedLink({ email }: { email: string }) {
  return (
    <div className="grid gap-3 border-t border-line pt-5">
      <p className="text-soft">
        You do not know your password, or have none yet? A link by mail sets one; it signs you out everywhere.
      </p>
      <AskButton
        email={email}
        label="Mail me a link"
        said={`A mail is on its way to ${email}. Its link works for ten minutes.`}
      />
    </div>
  );
}
