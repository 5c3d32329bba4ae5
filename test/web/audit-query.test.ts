import { entryAddress } from '../../web/features/administration/users/entry-address.ts';
import { type AuditFilters, auditQuery, isFiltered } from '../../web/features/audit-log/audit-query.ts';
import { changesOf, otherDetails } from '../../web/features/audit-log/entry-details.ts';
import { auditReason, auditWords } from '../../web/lib/audit-words.ts';

const none: AuditFilters = { user: '', action: '', resource: '', ip: '', outcome: '', from: '', to: '', sort: '' };

describe('the filters of the audit log', () => {
  it('ask for nothing where nothing is chosen', () => {
    expect(auditQuery(none)).toEqual({});
    expect(isFiltered({ ...none, sort: 'created_at' })).toBe(false);
    expect(isFiltered({ ...none, ip: '192.0.2.1' })).toBe(true);
  });

  it('mean whole days of the one who looks, the last one too', () => {
    const query = auditQuery({ ...none, action: 'session.*', from: '2026-01-31', to: '2026-01-31' });
    expect(query).toEqual({
      'filter[action]': 'session.*',
      'filter[from]': new Date(2026, 0, 31).toISOString(),
      'filter[to]': new Date(2026, 1, 1).toISOString(),
    });
  });

  it('find an entry that a timeline leads to on its day, however long ago it was', () => {
    const entry = {
      id: '01900000-0000-7000-8000-000000000009',
      created_at: new Date(2026, 0, 3, 23, 59).toISOString(),
    };
    const address = new URL(entryAddress('somebody', entry), 'https://site.example');
    expect(address.pathname).toBe('/admin/audit');
    expect(Object.fromEntries(address.searchParams)).toEqual({
      user: 'somebody',
      from: '2026-01-03',
      to: '2026-01-03',
      id: entry.id,
    });
  });

  it('leave it to the platform to say what is wrong with an address that somebody wrote', () => {
    expect(auditQuery({ ...none, from: 'yesterday', user: 'nobody' })).toEqual({
      'filter[from]': 'yesterday',
      'filter[user_id]': 'nobody',
    });
  });
});

describe('an entry of the audit log', () => {
  it('shows what fields were and are, and everything else once', () => {
    const details = {
      changes: { name: ['Ada', 'Grace'], is_active: [true, false], roles: [[], ['admin']] },
      note: null,
    };
    expect(changesOf(details)).toEqual([
      { field: 'name', before: 'Ada', after: 'Grace' },
      { field: 'is_active', before: 'yes', after: 'no' },
      { field: 'roles', before: 'nothing', after: 'admin' },
    ]);
    expect(otherDetails(details)).toEqual([['note', 'nothing']]);
  });

  it('loses nothing of changes that are written in another way', () => {
    expect(changesOf({ changes: 'many' })).toEqual([]);
    expect(otherDetails({ changes: 'many', more: { a: 1 } })).toEqual([
      ['changes', 'many'],
      ['more', '{"a":1}'],
    ]);
  });

  it('is told to somebody else than the owner of the account', () => {
    expect(auditWords('user.registered', 'refused')).toBe('Somebody signed up with an address that is taken');
    expect(auditWords('session.started', 'success')).toBe('Signed in');
    expect(auditWords('user.updated', 'refused')).toBe('A change of the account was refused');
    expect(auditWords('email.changed', 'refused')).toBe('Address changed: refused');
    expect(auditWords('something.new', 'success')).toBe('something.new');
    expect(auditWords('constructor', 'success')).toBe('constructor');
    expect(auditReason('second_factor_due')).toBe('The second step was missing');
    expect(auditReason('never_heard_of')).toBe('never heard of');
    expect(auditReason('Ticket PHONE_17')).toBe('Ticket PHONE_17');
  });
});
