import { PasswordSection } from './password-section.tsx';
import { ShellSection } from './shell-section.tsx';

/** Every component in every state, served locally. */
export function Gallery() {
  return (
    <>
      <ShellSection />
      <PasswordSection />
    </>
  );
}
