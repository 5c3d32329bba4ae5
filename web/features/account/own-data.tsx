'use client';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import { DeleteAccount } from './delete-account.tsx';
import { ExportData } from './export-data.tsx';

/** What is kept about the person: taking it along, and leaving. */
export function OwnData() {
  return (
    <>
      <PageHeader title="Your data" lead="Take along what is kept about you, or leave altogether." />
      <div className="grid max-w-2xl grid-cols-1 gap-6">
        <Section title="Download your data" description="Everything that is kept about you, in one file (JSON).">
          <ExportData />
        </Section>
        <Section title="Delete your account" description="You are signed out everywhere, and nobody can sign in to it.">
          <DeleteAccount />
        </Section>
      </div>
    </>
  );
}
