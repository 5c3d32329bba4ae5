import type { Brand } from '../lib/brand.ts';

const most = 6;

/** `Privacy=https://example.com/privacy, Help=mailto:help@example.com`: an address's own comma is written `%2C`. */
export function readLinks(setting: string, faults: string[]): Brand['links'] {
  const links = setting
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean)
    .map((item) => {
      const [label = '', ...rest] = item.split('=');
      return { label: label.trim(), href: rest.join('=').trim() };
    });
  for (const { label, href } of links) {
    if (label === '') faults.push(`GATEHOUSE_BRAND_LINKS has no label before "=${href}": write Label=address`);
    else if (!leadsSomewhere(href))
      faults.push(`GATEHOUSE_BRAND_LINKS ${label} must lead to an https: or mailto: address or a /path, not "${href}"`);
  }
  if (links.length > most)
    faults.push(`GATEHOUSE_BRAND_LINKS has ${links.length} links: the foot has place for ${most}`);
  return links;
}

/** `//host` is a path to nobody but a browser, which takes it for another site. */
function leadsSomewhere(href: string): boolean {
  return /^mailto:[^\s@]+@[^\s@]+$/.test(href) || /^\/($|[^/\\])/.test(href) || isSecure(href);
}

function isSecure(href: string): boolean {
  return URL.canParse(href) && new URL(href).protocol === 'https:';
}
