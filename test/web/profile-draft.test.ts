import { account } from '../../lambdas/flows/account/contract.ts';
import { changesOf, draftAfter, valuesOf } from '../../web/features/account/profile-draft.ts';
import { person } from './tabs.ts';

const ada = { ...person('Ada'), locale: 'de', avatar_url: 'https://pictures.example/ada.png' };

describe('what a person typed in their profile', () => {
  it('is sent by the fields that have another value, and by no others', () => {
    expect(changesOf(ada, {})).toEqual({});
    expect(changesOf(ada, { name: 'Ada', locale: 'de' })).toEqual({});
    expect(changesOf(ada, { name: 'Ada L.', locale: 'de' })).toEqual({ name: 'Ada L.' });
  });

  it('clears what was emptied, but never the name', () => {
    expect(changesOf(ada, { locale: '', avatar_url: ' ' })).toEqual({ locale: null, avatar_url: null });
    const emptied = changesOf(ada, { name: ' ' });
    expect(account.routes.updateMe.body.safeParse(emptied).success).toBe(false);
  });

  it('counts no white space around it as a change', () => {
    expect(changesOf(ada, { name: ' Ada ', avatar_url: `${ada.avatar_url} ` })).toEqual({});
  });

  it('stays where another tab saved another field meanwhile, and undoes nothing there', () => {
    const changedElsewhere = { ...ada, locale: 'fr' };
    expect(changesOf(changedElsewhere, { name: 'Ada L.' })).toEqual({ name: 'Ada L.' });
    expect(valuesOf(changedElsewhere).locale).toBe('fr');
  });

  it('while it was being sent is not lost', () => {
    const sent = { name: 'Ada L.', locale: 'fr' };
    expect(draftAfter({ name: 'Ada Lovelace', locale: 'fr', avatar_url: 'https://x.example' }, sent)).toEqual({
      name: 'Ada Lovelace',
      avatar_url: 'https://x.example',
    });
    expect(draftAfter(sent, sent)).toEqual({});
  });
});
