import { link, render } from './mails.ts';

/** Of relative luminance (WCAG 2.2, definition of contrast ratio). */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The colours of a declaration: of its text and of what is behind it. */
const coloursOf = (style = '') => ({
  text: /(?<![-\w])color:(#[0-9a-f]{6})/.exec(style)?.[1],
  behind: /background:(#[0-9a-f]{6})/.exec(style)?.[1],
});
const inline = (html: string, selector: string) =>
  coloursOf(new RegExp(`class="${selector}"[^>]*style="([^"]*)"`).exec(html)?.[1]);
const inSheet = (html: string, selector: string) =>
  coloursOf(html.slice(html.indexOf('@media')).split(`${selector}{`)[1]?.split('}')[0]);

describe('the colours of a mail', () => {
  const { html } = render({ template: 'verify_email', ...link });
  const button = coloursOf(/<a href="[^"]*" style="([^"]*)"/.exec(html)?.[1]);

  it.each([
    ['text in light', inline(html, 'card').text, inline(html, 'card').behind],
    ['what is less important in light', inline(html, 'quiet').text, inline(html, 'card').behind],
    ['a code in light', inline(html, 'card').text, inline(html, 'code').behind],
    ['a button in light', button.text, inline(html, 'button').behind],
    ['text in dark', inSheet(html, '.card').text, inSheet(html, '.card').behind],
    ['what is less important in dark', inSheet(html, '.quiet').text, inSheet(html, '.card').behind],
    ['a code in dark', inSheet(html, '.card').text, inSheet(html, '.code').behind],
    ['a button in dark', inSheet(html, '.button a').text, inSheet(html, '.button').behind],
  ])('have a contrast of at least 4.5: %s', (_, text, behind) => {
    expect([text, behind]).toEqual([expect.any(String), expect.any(String)]);
    expect(contrast(text ?? '', behind ?? '')).toBeGreaterThanOrEqual(4.5);
  });

  it('are measured as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBe(21);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });
});
