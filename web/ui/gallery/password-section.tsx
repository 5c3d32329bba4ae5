'use client';
import { Button } from '../button.tsx';
import { Form } from '../form.tsx';
import { NewPasswordField } from '../new-password-field.tsx';

export function PasswordSection() {
  return (
    <Form trouble={null} onSubmit={() => undefined}>
      <NewPasswordField name="password" label="Password" about={['ada@example.com']} />
      <Button type="submit">Save</Button>
    </Form>
  );
}
