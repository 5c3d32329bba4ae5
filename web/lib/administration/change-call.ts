/** What each call of a change bears. */
export interface ChangeCall {
  bearer: string;
  headers: Record<string, string>;
}
