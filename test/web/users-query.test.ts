import {
  isFiltered,
  orderOf,
  sortKeysOf,
  sortOf,
  type UserFilters,
  usersQuery,
} from '../../web/features/administration/users/users-query.ts';

const none: UserFilters = { search: '', status: '', role: '', sort: '' };

describe('the list of users', () => {
  it('is asked for as the address says', () => {
    expect(usersQuery(none)).toEqual({});
    expect(usersQuery({ ...none, status: 'active', sort: '-name' })).toEqual({
      'filter[status]': 'active',
      sort: '-name',
    });
    expect([none, { ...none, sort: 'name' }, { ...none, role: 'admin' }].map(isFiltered)).toEqual([false, false, true]);
  });

  it('lets go of an order that such a list cannot be had in', () => {
    expect(usersQuery({ ...none, search: 'ada', sort: 'name' })).toEqual({ 'filter[search]': 'ada' });
    expect(usersQuery({ ...none, role: 'admin', sort: 'name' })).toEqual({ 'filter[role]': 'admin' });
    expect(usersQuery({ ...none, status: 'deleted', sort: 'created_at' })).toEqual({ 'filter[status]': 'deleted' });
    expect(sortKeysOf({ ...none, search: 'ada', status: 'deleted' })).toEqual([]);
  });

  it('has the newest first unless it says otherwise, and the address says no more than that', () => {
    expect(sortOf(none)).toEqual({ key: 'created_at', direction: 'descending' });
    expect(sortOf({ ...none, status: 'deleted' })).toEqual({ key: 'deleted_at', direction: 'descending' });
    expect(sortOf({ ...none, sort: '-name' })).toEqual({ key: 'name', direction: 'descending' });
    expect(sortOf({ ...none, search: 'ada' })).toBeNull();
    for (const sort of ['', 'created_at', 'name', '-name']) {
      const shown = sortOf({ ...none, sort });
      expect(shown && (orderOf(shown) ?? '')).toBe(sort);
    }
  });
});
