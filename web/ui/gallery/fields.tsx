'use client';
import { useState } from 'react';
import { TextField } from '../field.tsx';
import { MailCodeField } from '../mail-code-field.tsx';
import { OneTimeCodeField } from '../one-time-code-field.tsx';
import { PasswordField } from '../password-field.tsx';
import { StrengthMeter } from '../password-strength.tsx';
import { SelectField } from '../select-field.tsx';
import { TextLink } from '../text-link.tsx';
import { CheckboxField, SwitchField } from '../toggle-fields.tsx';
import { Part, Specimen } from './specimen.tsx';

const languages = [
  { value: 'en', label: 'English' },
  { value: 'de-CH', label: 'Deutsch (Schweiz)' },
];

export function Fields() {
  return (
    <Part id="fields" title="Fields">
      <div className="grid items-start gap-8 md:grid-cols-2">
        <TextField name="text" label="Name" hint="As others see it." placeholder="Ada Lovelace" />
        <TextField name="filled" label="E-mail address" type="email" defaultValue="ada@example.com" />
        <TextField
          name="long"
          label="A label that is long enough to be broken into two lines on a narrow screen"
          hint="And a hint with an addressthatisonelongwordandhasnoplaceinwhichitcouldbebroken@example.com in it."
          defaultValue="A value that is longer than its field and goes on beyond what is seen of it"
        />
        <TextField name="disabled" label="Disabled" defaultValue="Cannot be changed here" disabled />
        <PasswordField
          name="password"
          label="Password"
          autoComplete="current-password"
          aside={<TextLink href="/sign-up">Forgotten?</TextLink>}
        />
        <OneTimeCodeField name="otp" label="Code from an app" hint="The six digits that it shows now." />
        <MailCodeField name="code" label="Code" hint="8 characters, from the mail that we sent you." />
        <SelectField name="language" label="Language" options={languages} />
        <SelectField name="no-language" label="Disabled list" options={languages} disabled />
      </div>
      <Toggles />
      <Specimen of="Strength of a new password" wide>
        <div className="grid gap-4 md:grid-cols-2">
          <StrengthMeter strength={{ score: 0, reason: 'this is one of the most used passwords' }} />
          <StrengthMeter strength={{ score: 1, reason: 'this is a common password' }} />
          <StrengthMeter strength={{ score: 2, reason: 'swapping letters for signs, such as @ for a, helps little' }} />
          <StrengthMeter strength={{ score: 3, reason: null }} />
          <StrengthMeter strength={{ score: 4, reason: null }} />
        </div>
      </Specimen>
    </Part>
  );
}

function Toggles() {
  const [on, setOn] = useState(true);
  return (
    <div className="grid gap-x-8 gap-y-2 md:grid-cols-2">
      <CheckboxField name="on" label="Sign out other devices" checked={on} onCheckedChange={setOn} />
      <SwitchField name="switch" label="Tell me of new sign-ins" checked={on} onCheckedChange={setOn} />
      <CheckboxField
        name="off"
        label="I have kept the recovery codes in a place that is not this computer"
        hint="They are shown once."
        checked={!on}
        onCheckedChange={() => setOn(!on)}
      />
      <SwitchField
        name="other-switch"
        label="News of the service"
        hint="Once a month at most."
        checked={!on}
        onCheckedChange={() => setOn(!on)}
      />
      <CheckboxField name="fixed" label="Disabled" checked disabled onCheckedChange={setOn} />
      <SwitchField name="fixed-switch" label="Disabled" checked={false} disabled onCheckedChange={setOn} />
    </div>
  );
}
