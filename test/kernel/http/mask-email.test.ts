import { maskEmail } from '../../../lambdas/kernel/http/mask-email.ts';

describe('a masked e-mail address', () => {
  it.each([
    ['victor@example.com', 'v***@e***.com'],
    ['v@mail.example.co.uk', 'v***@m***.uk'],
    ['v@localhost', 'v***@l***'],
    ['Ada.L+x@Bücher.example', 'A***@B***.example'],
    ['😀x@example.org', '😀***@e***.org'],
    ['', '***@***'],
    ['nothing', '***@n***'],
  ])('shows first letters and the ending of %j', (email, masked) => {
    expect(maskEmail(email)).toBe(masked);
  });

  it('tells nothing of how long the parts are', () => {
    expect(maskEmail('vi@ex.com')).toBe(maskEmail('victoria@example.com'));
  });

  it('shows more where more is asked for', () => {
    expect(maskEmail('victor@example.com', 3)).toBe('vic***@exa***.com');
  });
});
