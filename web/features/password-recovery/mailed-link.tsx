import { AskButton } from './ask-button.tsx';

/** For whoever does not know the current password, or has none. */
export function MailedLink({ email, lead }: { email: string; lead: string }) {
  return (
    <div className="grid gap-3">
      <p className="text-soft">{lead}</p>
      <AskButton
        email={email}
        label="Mail me a link"
        said={`A mail is on its way to ${email}. Its link works for ten minutes.`}
      />
    </div>
  );
}
