/** How long a deleted account can be brought back. No server code may be imported here. */
export const deletionGraceSeconds = 30 * 86_400;
