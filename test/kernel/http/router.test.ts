import { api } from '../../../lambdas/api.ts';
import { defineContract, type Route } from '../../../lambdas/kernel/http/contract.ts';
import { routeTable } from '../../../lambdas/kernel/http/router.ts';

const route = (method: Route['method'], path: string): Route => ({
  method,
  path,
  summary: '',
  access: 'public',
  limits: [],
  success: { status: 204 },
  errors: [],
});

const table = routeTable([
  defineContract({
    flow: 'mine',
    needs: [],
    routes: {
      me: route('GET', '/users/me'),
      changeMe: route('PATCH', '/users/me'),
      mine: route('GET', '/users/me/mfa'),
    },
  }),
  defineContract({
    flow: 'others',
    needs: [],
    routes: {
      one: route('GET', '/users/{id}'),
      remove: route('DELETE', '/users/{id}'),
      reset: route('DELETE', '/users/{id}/mfa'),
      member: route('GET', '/users/{id}/groups/{group}'),
    },
  }),
]);

describe('the route table', () => {
  it('finds every route of the product by its method and path', () => {
    const whole = routeTable(Object.values(api));
    for (const contract of Object.values(api))
      for (const [name, one] of Object.entries(contract.routes))
        expect(whole.match(one.method, one.path)).toMatchObject({ flow: contract.flow, name });
  });

  it('prefers a static segment to a parameter', () => {
    expect(table.match('GET', '/users/me')).toMatchObject({ name: 'me', params: {} });
    expect(table.match('GET', '/users/other')).toMatchObject({ name: 'one', params: { id: 'other' } });
  });

  it('takes the less static path where only that has the method, as API Gateway does', () => {
    expect(table.match('DELETE', '/users/me/mfa')).toMatchObject({ name: 'reset', params: { id: 'me' } });
    expect(table.match('GET', '/users/me/groups/g')).toMatchObject({ params: { id: 'me', group: 'g' } });
  });

  it('decodes parameters', () => {
    expect(table.match('GET', '/users/a%20%C3%BC')).toMatchObject({ params: { id: 'a ü' } });
  });

  it('names the methods of every path that matches, sorted', () => {
    expect(table.match('POST', '/users/me')).toEqual({ allow: ['DELETE', 'GET', 'PATCH'] });
    expect(table.match('HEAD', '/users/x/groups/y')).toEqual({ allow: ['GET'] });
  });

  it.each([
    ['a trailing slash', '/users/me/'],
    ['an empty segment', '/users//me'],
    ['a dot segment', '/users/./me'],
    ['a double dot segment', '/x/../users/me'],
    ['an encoded dot segment', '/users/%2e%2e'],
    ['an encoded slash', '/users/a%2Fb'],
    ['an encoded backslash', '/users/a%5cb'],
    ['a backslash', '/users/a\\b'],
    ['a broken percent-encoding', '/users/%zz'],
    ['a cut percent-encoding', '/users/%'],
    ['bytes that are no UTF-8', '/users/%ff'],
    ['another case', '/Users/me'],
    ['a path without its slash', 'users/me'],
    ['the empty path', ''],
    ['a name of the prototype', '/__proto__'],
  ])('matches nothing by %s', (_, path) => {
    expect(table.match('GET', path)).toBeNull();
  });

  it('does not take an encoded spelling of a static segment for it', () => {
    expect(table.match('GET', '/users/%6de')).toMatchObject({ name: 'one', params: { id: 'me' } });
  });

  it('refuses to be built where two routes claim one method and path', () => {
    const twin = { flow: 'twin', needs: [], routes: { a: route('GET', '/x/{a}'), b: route('GET', '/x/{b}') } };
    expect(() => routeTable([twin])).toThrow('b and a both claim GET /x/{b}');
  });
});
