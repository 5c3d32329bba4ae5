import { knownTemplates, templateWords } from '../../web/features/administration/mail/template-words.ts';
import { readTree } from '../rules/tree.ts';

describe('the mails of the administration', () => {
  it('are named, each one that the platform sends, and no other', () => {
    const text = readTree().get('lambdas/domain/mail/render-mail.ts') ?? '';
    const composers = /^const composers[^=]*=[^=]*\{\n([\s\S]*?)^\};/m.exec(text.replace(/=>/g, ''))?.[1] ?? '';
    const sent = [...composers.matchAll(/^ {2}([a-z_]+)(?:: \w+)?,$/gm)].map(([, name]) => name);
    expect(sent.length).toBeGreaterThan(20);
    expect(Object.keys(knownTemplates).sort()).toEqual(sent.sort());
  });

  it('are called something in any case', () => {
    expect(templateWords(null)).toBe('Mail');
    expect(templateWords('something_new')).toBe('Something new');
    expect(templateWords('constructor')).toBe('Constructor');
  });
});
