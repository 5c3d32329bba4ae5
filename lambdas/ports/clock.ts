/** The only source of time. Everything that expires is compared with it, so that a test can move it. */
export interface Clock {
  now(): Date;
}
