/** The list of passwords that were stolen somewhere. */
export interface BreachedPasswords {
  /**
   * Whether the password stands in the list. It never throws and never takes long: where the list does not answer, the
   * password counts as not listed. Neither the password nor a hash of it leaves the process.
   */
  has(password: string): Promise<boolean>;
}
