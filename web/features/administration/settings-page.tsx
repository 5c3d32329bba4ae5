'use client';
import type { ReactNode } from 'react';
import { Permitted } from '../../lib/administration/permitted.tsx';
import { useRead } from '../../lib/use-read.ts';
import { Badge } from '../../ui/badge.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { ListRefused } from '../../ui/list-refused.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { client } from './client.ts';
import { durationWords, lifetimeWords, type Settings } from './settings-words.ts';

/** What the platform is set to. */
export function SettingsPage() {
  return (
    <Permitted permission="settings:read">
      <PageHeader
        title="Settings"
        lead="What this platform is set to. Settings are changed where it is deployed, not here; secrets are shown nowhere."
      />
      <ReadSettings />
    </Permitted>
  );
}

function ReadSettings() {
  const { data, trouble, readAgain } = useRead(['settings'], (bearer) => client.getSettings({ bearer }));
  if (data) return <Shown settings={data} />;
  return trouble ? <ListRefused trouble={trouble} onTryAgain={readAgain} /> : <Loading what="settings" lines={8} />;
}

function Shown({ settings }: { settings: Settings }) {
  const { password, passkeys, providers } = settings;
  return (
    <div className="grid max-w-3xl grid-cols-1 gap-6">
      {!settings.rate_limits && (
        <Notice kind="warning" title="Rate limits are off">
          Passwords and codes can be tried without end. Switch them on wherever strangers can reach this site.
        </Notice>
      )}
      <Section title="Site">
        <DescriptionList
          dense
          items={[
            { term: 'Name', value: settings.brand.name },
            { term: 'Runs as', value: <Badge>{settings.mode}</Badge> },
            { term: 'Origin', value: <Code>{settings.origin}</Code> },
            {
              term: 'Further origins that may call it',
              value: <List of={settings.allowed_origins.filter((origin) => origin !== settings.origin)} />,
            },
            { term: 'Origins that a sign-in may lead to', value: <List of={settings.return_to} /> },
            { term: 'Client id', value: <Code>{settings.client_id}</Code> },
            { term: 'Mails come from', value: <Code>{settings.mail_from}</Code> },
            { term: 'Security contact', value: <Code>{settings.security_contact}</Code> },
            { term: 'Rate limits', value: settings.rate_limits ? 'On' : 'Off' },
            { term: 'Hosts that it may call', value: <List of={settings.outgoing_hosts} /> },
            { term: 'Nothing is valid from before', value: <Epoch at={settings.epoch} /> },
          ]}
        />
      </Section>
      <Section title="Passwords">
        <DescriptionList
          dense
          items={[
            { term: 'Length', value: `${password.min_length} to ${password.max_length} characters` },
            { term: 'Cost of a hash', value: password.hash_cost },
            {
              term: 'Looked up among stolen ones',
              value: password.breach_check ? <Code>{password.breach_check}</Code> : 'No',
            },
          ]}
        />
      </Section>
      <Section title="Passkeys and providers">
        <DescriptionList
          dense
          items={[
            { term: 'Domain of passkeys', value: passkeys.rp_id ? <Code>{passkeys.rp_id}</Code> : 'Passkeys are off' },
            { term: 'Earlier domains', value: <List of={passkeys.previous_rp_ids} /> },
            { term: 'Providers', value: <List of={providers.map(({ name }) => name)} /> },
          ]}
        />
      </Section>
      <Section title="How long things live">
        <DescriptionList
          dense
          items={Object.entries(settings.lifetimes).map(([name, seconds]) => ({
            term: lifetimeWords(name),
            value: durationWords(seconds),
          }))}
        />
      </Section>
    </div>
  );
}

function Code({ children }: { children: ReactNode }) {
  return <code className="font-mono text-sm wrap-anywhere">{children}</code>;
}

function List({ of }: { of: readonly string[] }) {
  const once = [...new Set(of)];
  if (once.length === 0) return <span className="text-soft">None</span>;
  return (
    <ul className="grid gap-1">
      {once.map((item) => (
        <li key={item}>
          <Code>{item}</Code>
        </li>
      ))}
    </ul>
  );
}

function Epoch({ at }: { at: string }) {
  return new Date(at).getTime() === 0 ? <span className="text-soft">Never restored</span> : <Moment at={at} />;
}
