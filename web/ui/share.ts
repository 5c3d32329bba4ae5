/** A share of a whole in words: '42 %', '<1 %'. */
export function percent(part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0 %';
  const share = (part / whole) * 100;
  return share < 1 ? '<1 %' : `${Math.round(share)} %`;
}
