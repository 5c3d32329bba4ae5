/** The platform's mark: a gate, and a door that stands open in it. Drawn on pages, and the site's icon. */
export const markShape: { viewBox: string; paths: readonly { d: string; opacity?: string }[] } = {
  viewBox: '0 0 32 32',
  paths: [
    { d: 'M4 30V13a12 12 0 0 1 24 0v17h-6V13a6 6 0 0 0-12 0v17Z' },
    { d: 'M13.5 30V13.2a2.5 2.5 0 0 1 5 0V30Z', opacity: '.55' },
  ],
};
